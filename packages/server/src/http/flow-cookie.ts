import type { FastifyReply, FastifyRequest } from 'fastify'
import { FLOW_LASTS } from '../auth/sso/flow.ts'
import { cookieLine, ownName, readCookie } from './cookies.ts'

/** What a browser carries while somebody is away at a provider. */
const FLOW_COOKIE = 'mission_control_flow'

const nameFor = ({ protocol }: FastifyRequest) =>
  protocol === 'https' ? ownName(FLOW_COOKIE) : FLOW_COOKIE

export function flowOf(request: FastifyRequest): string | undefined {
  return readCookie(request, nameFor(request))
}

/** Adds to the cookies that are set already. */
export function setFlow(request: FastifyRequest, reply: FastifyReply, flow: string): void {
  reply
    .header('set-cookie', cookieLine(request, nameFor(request), flow, FLOW_LASTS / 1000))
    .header('cache-control', 'no-store')
}

/** An answer is taken once. */
export function clearFlow(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('set-cookie', cookieLine(request, nameFor(request), '', 0))
}

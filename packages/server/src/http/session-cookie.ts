import type { FastifyReply, FastifyRequest } from 'fastify'
import { SESSION_LASTS } from '../auth/sessions.ts'
import { cookieLine, ownName, readCookie } from './cookies.ts'

/** Where the page isn't encrypted; there a browser takes no other. */
export const SESSION_COOKIE = 'mission_control_session'
const HOST_COOKIE = ownName(SESSION_COOKIE)

/**
 * The session's token, if the request has one. Over TLS only this host's own name counts: another one may have
 * been set by a neighbouring host or by whoever changes plain HTTP, and would put people into a session of theirs.
 */
export function sessionTokenOf(request: FastifyRequest): string | undefined {
  return readCookie(request, request.protocol === 'https' ? HOST_COOKIE : SESSION_COOKIE)
}

/** Also renews it: a browser forgets it when the session would have ended. */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string) {
  setCookie(request, reply, token, SESSION_LASTS / 1000)
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  setCookie(request, reply, '', 0)
}

function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  value: string,
  maxAge: number,
): void {
  const isSecure = request.protocol === 'https'
  const lines = [cookieLine(request, isSecure ? HOST_COOKIE : SESSION_COOKIE, value, maxAge)]
  if (isSecure && readCookie(request, SESSION_COOKIE))
    lines.push(cookieLine(request, SESSION_COOKIE, '', 0))
  reply.headers({ 'set-cookie': lines, 'cache-control': 'no-store' })
}

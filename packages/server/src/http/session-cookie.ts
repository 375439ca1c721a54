import type { FastifyReply, FastifyRequest } from 'fastify'
import { SESSION_LASTS } from '../auth/sessions.ts'

export const SESSION_COOKIE = 'mission_control_session'

/** The session's token, if the request has one. */
export function sessionTokenOf({ headers }: FastifyRequest): string | undefined {
  for (const pair of headers.cookie?.split(';') ?? []) {
    const [name, value] = pair.split('=', 2)
    if (name?.trim() === SESSION_COOKIE) return value?.trim() || undefined
  }
  return undefined
}

/** Also renews it: a browser forgets it when the session would have ended. */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string) {
  setCookie(request, reply, token, SESSION_LASTS / 1000)
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  setCookie(request, reply, '', 0)
}

function setCookie(
  { protocol }: FastifyRequest,
  reply: FastifyReply,
  value: string,
  maxAge: number,
): void {
  const attributes = ['Path=/', `Max-Age=${maxAge}`, 'HttpOnly', 'SameSite=Lax']
  if (protocol === 'https') attributes.push('Secure')
  reply.headers({
    'set-cookie': [`${SESSION_COOKIE}=${value}`, ...attributes].join('; '),
    'cache-control': 'no-store',
  })
}

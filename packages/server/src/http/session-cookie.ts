import type { FastifyReply, FastifyRequest } from 'fastify'
import { SESSION_LASTS } from '../auth/sessions.ts'

/** Where the page isn't encrypted; there a browser takes no other. */
export const SESSION_COOKIE = 'mission_control_session'
/** Browsers take it from this host itself only: no neighbouring host and no plain HTTP can set it. */
const HOST_COOKIE = `__Host-${SESSION_COOKIE}`

/** The session's token, if the request has one. Sessions from before the second name keep the first until they are renewed. */
export function sessionTokenOf(request: FastifyRequest): string | undefined {
  const plain = cookie(request, SESSION_COOKIE)
  return request.protocol === 'https' ? (cookie(request, HOST_COOKIE) ?? plain) : plain
}

function cookie({ headers }: FastifyRequest, wanted: string): string | undefined {
  for (const pair of headers.cookie?.split(';') ?? []) {
    const [name, value] = pair.split('=', 2)
    if (name?.trim() === wanted) return value?.trim() || undefined
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
  request: FastifyRequest,
  reply: FastifyReply,
  value: string,
  maxAge: number,
): void {
  const isSecure = request.protocol === 'https'
  const attributes = ['HttpOnly', 'SameSite=Lax', ...(isSecure ? ['Secure'] : [])]
  const line = (name: string, value: string, maxAge: number) =>
    [`${name}=${value}`, 'Path=/', `Max-Age=${maxAge}`, ...attributes].join('; ')
  const lines = [line(isSecure ? HOST_COOKIE : SESSION_COOKIE, value, maxAge)]
  if (isSecure && cookie(request, SESSION_COOKIE)) lines.push(line(SESSION_COOKIE, '', 0))
  reply.headers({ 'set-cookie': lines, 'cache-control': 'no-store' })
}

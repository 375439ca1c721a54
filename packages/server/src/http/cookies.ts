import type { FastifyRequest } from 'fastify'

export function readCookie({ headers }: FastifyRequest, wanted: string): string | undefined {
  for (const pair of headers.cookie?.split(';') ?? []) {
    const [name, value] = pair.split('=', 2)
    if (name?.trim() === wanted) return value?.trim() || undefined
  }
  return undefined
}

/** Browsers take it from this host itself only: no neighbouring host and no plain HTTP can set it. */
export function ownName(name: string): string {
  return `__Host-${name}`
}

/** The line that sets a cookie which no script reads and no other site sends; `maxAge` in seconds, 0: forget it. */
export function cookieLine(
  { protocol }: FastifyRequest,
  name: string,
  value: string,
  maxAge: number,
): string {
  const attributes = ['Path=/', `Max-Age=${maxAge}`, 'HttpOnly', 'SameSite=Lax']
  if (protocol === 'https') attributes.push('Secure')
  return [`${name}=${value}`, ...attributes].join('; ')
}

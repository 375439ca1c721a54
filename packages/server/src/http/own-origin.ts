import { fail } from '@mission-control/protocol'
import type { FastifyRequest } from 'fastify'

/** A browser sends the session cookie by itself: another site's page must not act by it. */
export function requireOwnOrigin(request: FastifyRequest): void {
  if (!isUnsafe(request) || isOwn(request)) return
  const { 'sec-fetch-site': site, origin } = request.headers
  const got = site ? `Sec-Fetch-Site: ${site}` : origin ? `Origin: ${origin}` : 'neither'
  fail(
    'foreign_origin',
    `Expected Sec-Fetch-Site: same-origin, or an Origin with the host ${request.host}; got ${got}.`,
  )
}

/**
 * The same for clients without a session, which may not be browsers: no other site may sign
 * somebody in.
 */
export function refuseForeignOrigin(request: FastifyRequest): void {
  const { 'sec-fetch-site': site, origin } = request.headers
  if (site !== undefined || origin !== undefined) requireOwnOrigin(request)
}

function isUnsafe({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD'
}

/**
 * Browsers send Sec-Fetch-Site from pages that are encrypted or local, and Origin from all others.
 */
function isOwn({ headers, host }: FastifyRequest): boolean {
  const { 'sec-fetch-site': site, origin } = headers
  if (site !== undefined) return site === 'same-origin'
  if (origin === undefined || !URL.canParse(origin)) return false
  return new URL(origin).host === host.toLowerCase()
}

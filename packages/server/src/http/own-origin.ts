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

/** The same for who has no session yet, and may be no browser: nobody is signed in by another site. */
export function refuseForeignOrigin(request: FastifyRequest): void {
  const { 'sec-fetch-site': site, origin } = request.headers
  if (site !== undefined || origin !== undefined) requireOwnOrigin(request)
}

function isUnsafe({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD'
}

/** Browsers say it in Sec-Fetch-Site where the page is encrypted or local, else in Origin. */
function isOwn({ headers, host }: FastifyRequest): boolean {
  const { 'sec-fetch-site': site, origin } = headers
  if (site !== undefined) return site === 'same-origin'
  if (origin === undefined || !URL.canParse(origin)) return false
  return new URL(origin).host === host.toLowerCase()
}

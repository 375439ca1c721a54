import type { FastifyRequest } from 'fastify'
import type { Origin } from '../auth/open-session.ts'

/** Where somebody signs in. */
export function originOf({ headers, ip }: FastifyRequest): Origin {
  return { userAgent: headers['user-agent'] ?? '', ipAddress: ip }
}

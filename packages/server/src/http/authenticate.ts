import { fail } from '@mission-control/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findKeyCaller } from '../auth/api-keys.ts'
import { findSessionCaller } from '../auth/sessions.ts'
import type { AuthenticatedCaller, Core } from '../core.ts'
import { requireOwnOrigin } from './own-origin.ts'
import type { RateLimit } from './rate-limit.ts'
import { sessionTokenOf } from './session-cookie.ts'

/**
 * Finds out who asks: by `x-api-key`, a bearer token or, where `keyInQuery` allows it (EventSource
 * cannot send headers), the parameter `apiKey`; without any of them, by the session cookie. Throws
 * `unauthenticated`, `foreign_origin` or `rate_limited`.
 */
export async function authenticate(
  core: Core,
  limit: RateLimit,
  request: FastifyRequest,
  reply: FastifyReply,
  keyInQuery: boolean,
): Promise<AuthenticatedCaller> {
  const key = keyOf(request, keyInQuery)
  const caller =
    key === undefined
      ? await bySession(core, request)
      : await byKey(core, limit, key, request, reply)
  await limit.countRequest(caller.credentialId, reply)
  return caller
}

async function byKey(
  core: Core,
  limit: RateLimit,
  key: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<AuthenticatedCaller> {
  const caller = await findKeyCaller(core, key)
  if (caller) return caller
  await limit.countWrongKey(request.ip, reply)
  return fail('unauthenticated', 'The API key is unknown or was revoked.')
}

/**
 * An ended session doesn't count as a guess: open pages of the dashboard ask with it before they
 * notice.
 */
async function bySession(core: Core, request: FastifyRequest): Promise<AuthenticatedCaller> {
  const token = sessionTokenOf(request)
  if (token === undefined) {
    return fail(
      'unauthenticated',
      'Expected an API key in the header x-api-key, or a session; got neither.',
    )
  }
  const caller = await findSessionCaller(core, token)
  if (!caller) return fail('unauthenticated', 'The session has ended: sign in again.')
  requireOwnOrigin(request)
  return caller
}

function keyOf({ headers, query }: FastifyRequest, keyInQuery: boolean): string | undefined {
  const header = headers['x-api-key']
  if (typeof header === 'string') return header
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return bearer
  const { apiKey } = query as Record<string, unknown>
  return keyInQuery && typeof apiKey === 'string' ? apiKey : undefined
}

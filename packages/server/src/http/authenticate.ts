import { fail } from '@mission-control/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findCaller, type KeyCaller } from '../auth/api-keys.ts'
import type { Core } from '../core.ts'
import type { RateLimit } from './rate-limit.ts'

/**
 * Finds out who asks: by `x-api-key`, a bearer token or, where `keyInQuery` allows it (EventSource
 * cannot send headers), the parameter `apiKey`. Throws `unauthenticated` or `rate_limited`.
 */
export async function authenticate(
  core: Core,
  limit: RateLimit,
  request: FastifyRequest,
  reply: FastifyReply,
  keyInQuery: boolean,
): Promise<KeyCaller> {
  const key = keyOf(request, keyInQuery)
  if (key === undefined) {
    fail('unauthenticated', 'Expected an API key in the header x-api-key, got none.')
  }
  const caller = await findCaller(core, key)
  if (!caller) {
    await limit.countWrongKey(request.ip, reply)
    fail('unauthenticated', 'The API key is not known, or it was revoked.')
  }
  await limit.countRequest(caller.keyId, reply)
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

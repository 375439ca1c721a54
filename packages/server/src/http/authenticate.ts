import { fail } from '@mission-control/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findAgentCaller, isAgentKey } from '../auth/agent-keys.ts'
import { findKeyCaller } from '../auth/api-keys.ts'
import { findSessionCaller, noWorkspace } from '../auth/sessions.ts'
import type { AuthenticatedCaller, Core } from '../core.ts'
import { requireOwnOrigin } from './own-origin.ts'
import type { RateLimit } from './rate-limit.ts'
import { sessionTokenOf } from './session-cookie.ts'

/**
 * Finds out who asks: by `x-api-key`, a bearer token or, where `keyInQuery` allows it (EventSource
 * cannot send headers), the parameter `apiKey`; without any of them, by the session cookie. A session
 * names its workspace by `x-workspace`, or likewise by the parameter `workspace`. Throws
 * `unauthenticated`, `foreign_origin`, `workspace_not_found` or `rate_limited`. `onKnown`: whose key it is,
 * whether it still lets them in or not.
 */
export async function authenticate(
  core: Core,
  limit: RateLimit,
  request: FastifyRequest,
  reply: FastifyReply,
  keyInQuery: boolean,
  onKnown?: (caller: AuthenticatedCaller) => void,
): Promise<AuthenticatedCaller> {
  const key = keyOf(request, keyInQuery)
  const workspace = workspaceOf(request, keyInQuery)
  const caller =
    key === undefined
      ? await bySession(core, request, workspace)
      : await byKey(core, limit, key, request, reply, onKnown)
  // A key belongs to one workspace.
  if (workspace !== undefined && workspace !== caller.workspaceId) noWorkspace(workspace)
  await limit.countRequest(caller.credentialId, reply)
  return caller
}

async function byKey(
  core: Core,
  limit: RateLimit,
  key: string,
  request: FastifyRequest,
  reply: FastifyReply,
  onKnown?: (caller: AuthenticatedCaller) => void,
): Promise<AuthenticatedCaller> {
  const found = isAgentKey(key)
    ? await findAgentCaller(core, key)
    : await findKeyCaller(core, key, request.ip)
  if (found) {
    onKnown?.(found.caller)
    return found.over === undefined ? found.caller : fail('unauthenticated', found.over)
  }
  await limit.countWrongKey(request.ip, reply)
  return fail(
    'unauthenticated',
    'The API key is unknown or was revoked; that of an agent is over with its run.',
  )
}

/**
 * A session that has ended doesn't count as a guess: open pages of the dashboard use it until they notice.
 */
async function bySession(
  core: Core,
  request: FastifyRequest,
  workspace: string | undefined,
): Promise<AuthenticatedCaller> {
  const token = sessionTokenOf(request)
  if (token === undefined) {
    return fail(
      'unauthenticated',
      'Expected an API key in the header x-api-key, or a session; got neither.',
    )
  }
  const caller = await findSessionCaller(core, token, workspace)
  if (!caller) return fail('unauthenticated', 'The session has ended: sign in again.')
  requireOwnOrigin(request)
  return caller
}

function keyOf(request: FastifyRequest, inQuery: boolean): string | undefined {
  const { headers } = request
  const header = headers['x-api-key']
  if (typeof header === 'string') return header
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  return bearer ?? (inQuery ? parameter(request, 'apiKey') : undefined)
}

/** Whether the request comes with a key, be it a right one or not. */
export function presentsKey(request: FastifyRequest): boolean {
  return keyOf(request, true) !== undefined
}

/** The workspace that the request names, if it does. */
export function workspaceOf(request: FastifyRequest, inQuery: boolean): string | undefined {
  const header = request.headers['x-workspace']
  if (typeof header === 'string') return header
  return inQuery ? parameter(request, 'workspace') : undefined
}

function parameter({ query }: FastifyRequest, name: string): string | undefined {
  const value = (query as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : undefined
}

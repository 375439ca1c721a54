import type { Problem, Route } from '@mission-control/protocol'
import type { FastifyRequest } from 'fastify'
import type { Refusal } from '../audit/refusal.ts'
import type { AuthenticatedCaller } from '../core.ts'
import type { Deed } from '../store/deed.ts'
import { presentsKey } from './authenticate.ts'
import { networkOf } from './network-of.ts'

/**
 * The other statuses by which an open route refuses: what the client offered is wrong, expired or used up.
 */
const NO_GOOD = [404, 409, 410, 429]

/** What a request does. */
export function deedOf(
  action: string,
  request: FastifyRequest,
  caller: AuthenticatedCaller | undefined,
  at: number,
): Deed {
  const { id = null } = request.params as { id?: string }
  const userAgent = request.headers['user-agent'] ?? null
  return { doer: caller, action, target: id, address: request.ip, userAgent, at }
}

/**
 * What the audit log records of a refused request; undefined: nothing. `isRestricted`: by a key to which what is
 * beyond its desktops is not there.
 */
export function refusalOf(
  route: Route,
  request: FastifyRequest,
  deed: Deed,
  { status, code, errors }: Pick<Problem, 'status' | 'code' | 'errors'>,
  isRestricted: boolean,
): Refusal | undefined {
  // A link that would have led somebody from the sign-in to another site.
  const leadsOut = route.open && errors?.some(({ path }) => path === 'returnTo')
  const isRefusal =
    leadsOut ||
    status === 403 ||
    (status === 404 && isRestricted) ||
    (status === 401 && (code !== 'unauthenticated' || presentsKey(request))) ||
    (route.open && route.method !== 'GET' && NO_GOOD.includes(status))
  if (!isRefusal) return undefined
  const workspaceId = deed.doer?.workspaceId
  return {
    workspaceId,
    deed,
    outcome: code,
    ...(deed.doer === undefined && { email: emailOf(request) }),
    network: networkOf(request.ip),
  }
}

/**
 * The e-mail that a stranger's request names. Of somebody who is signed in it isn't looked at: their own log
 * would tell them who has an account here.
 */
function emailOf({ body }: FastifyRequest): string | undefined {
  const { email } = (body ?? {}) as { email?: unknown }
  return typeof email === 'string' && email.length <= EMAIL_MAX ? email.toLowerCase() : undefined
}

const EMAIL_MAX = 320

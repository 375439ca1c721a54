import {
  type CreatedApiKey,
  fail,
  leastRole,
  type NewApiKey,
  type Role,
  type Scope,
  scopesOf,
} from '@mission-control/protocol'
import type { AuthenticatedCaller, Caller, Core, KeyBounds } from '../core.ts'
import { insertApiKey } from '../store/api-keys.ts'
import { audit } from '../store/audit.ts'
import { findDesktops } from '../store/desktops.ts'
import { hold } from '../store/locks.ts'
import { findMember } from '../store/memberships.ts'
import type { Tx } from '../store/schema.ts'
import { findServiceAccount } from '../store/service-accounts.ts'
import { apiKeyRow, requireKey, toApiKey } from './api-keys.ts'
import { notAllowed, requireScope } from './not-allowed.ts'
import { newApiKey } from './secrets.ts'
import { noWorkspace } from './sessions.ts'

type Creator = Caller & Pick<AuthenticatedCaller, 'role' | 'scopes' | 'key'>

/** Creates a key, shown here only: never more than its creator is now, and than whose it is. */
export async function createApiKey(
  core: Core,
  creator: Creator,
  wanted: NewApiKey,
): Promise<CreatedApiKey> {
  const { workspaceId, userId } = creator
  const key = newApiKey()
  const at = core.now()
  const row = await core.store.write(async (tx) => {
    // Whoever is removed in the same moment loses this key too, or gets none.
    await hold(tx, 'workspace', workspaceId)
    if (!(await findMember(tx, workspaceId, userId))) noWorkspace(workspaceId)
    const account =
      wanted.serviceAccountId === undefined
        ? undefined
        : await accountFor(tx, creator, wanted.serviceAccountId)
    const scopes = await scopesFor(tx, creator, account?.role, wanted.scopes)
    await requireDesktops(tx, workspaceId, wanted.restrictedTo?.desktopIds ?? [])
    const owner = { workspaceId, userId: account?.id ?? userId }
    const made = {
      ...apiKeyRow(owner, wanted.name, key, at),
      expires_at: endOf(at, wanted.expiresInSeconds ?? null, creator.key),
      scopes: scopes && JSON.stringify(scopes),
      restriction: wanted.restrictedTo ? JSON.stringify(wanted.restrictedTo) : null,
    }
    await insertApiKey(tx, made)
    audit(tx, creator, { action: 'createApiKey', target: made.id })
    return await requireKey(tx, creator, made.id)
  })
  return { ...toApiKey(row, at), key }
}

async function accountFor(tx: Tx, creator: Creator, id: string) {
  await requireScope(tx, creator, 'admin')
  const account = await findServiceAccount(tx, creator.workspaceId, id)
  return (
    account ??
    fail(
      'unknown_service_account',
      `serviceAccountId must name a service account of the workspace, got ${JSON.stringify(id)}.`,
    )
  )
}

/** What is stored of its scopes: null for all of its owner's, where its creator has all of them too. */
async function scopesFor(
  tx: Tx,
  { workspaceId, scopes: own, key }: Creator,
  role: Role | undefined,
  wanted: readonly Scope[] | undefined,
): Promise<Scope[] | null> {
  const missing = wanted?.find((scope) => !own.has(scope))
  if (missing) {
    await notAllowed(
      tx,
      workspaceId,
      `A key may never do more than who creates it: you have ${inWords(own)}, not ${missing}. The role ${leastRole(missing)} has it; an admin of the workspace can give it to you`,
    )
  }
  const beyond = role && wanted?.find((scope) => !scopesOf(role).has(scope))
  if (beyond) {
    await notAllowed(
      tx,
      workspaceId,
      `A key may never do more than whose it is: the service account's role ${role} has ${inWords(scopesOf(role))}, not ${beyond}. An admin of the workspace can give it the role ${leastRole(beyond)}`,
    )
  }
  if (wanted) return [...new Set(wanted)]
  return key && !key.isWhole ? [...own] : null
}

const inWords = (scopes: ReadonlySet<Scope>) => [...scopes].join(', ')

/** What a key creates is over when it is itself. */
function endOf(at: number, seconds: number | null, key: KeyBounds | undefined): number | null {
  const end = Math.min(
    seconds === null ? Number.POSITIVE_INFINITY : at + seconds * 1000,
    key?.expiresAt ?? Number.POSITIVE_INFINITY,
  )
  return Number.isFinite(end) ? end : null
}

async function requireDesktops(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  const known = await findDesktops(tx, workspaceId, ids)
  const errors = ids.flatMap((id, i) => {
    if (known.has(id)) return []
    const message = `expected one of your desktops, got ${JSON.stringify(id)}`
    return [{ path: `restrictedTo.desktopIds.${i}`, message }]
  })
  if (errors.length > 0) {
    fail(
      'unknown_desktop',
      'A key can be restricted to your own desktops only; GET /api/desktops lists them.',
      errors,
    )
  }
}

import { type ApiKey, fail, keyScopes, type Restriction } from '@mission-control/protocol'
import type { AuthenticatedCaller, Caller, Core } from '../core.ts'
import { newId } from '../ids.ts'
import { iso, isoOrNull } from '../iso.ts'
import {
  deleteApiKey,
  findApiKey,
  findApiKeyByHash,
  findApiKeyByPreviousHash,
  listApiKeys,
  type OwnedKey,
  touchApiKey,
} from '../store/api-keys.ts'
import type { ApiKeyRow, Db } from '../store/schema.ts'
import { hashSecret } from './secrets.ts'

/** Last use is written at most this often, in ms. */
const TOUCH_EVERY = 60_000

/** Who asks by a key. */
interface KeyCaller {
  caller: AuthenticatedCaller
  /** Why the value lets nobody in any more: it was right once, so it is nobody's guess. */
  over?: string
}

/**
 * Who the key belongs to; undefined for a wrong or revoked one. Looked up again after each commit:
 * revoking works at once, and so does a lower role. `from`: the address that it is used from.
 */
export async function findKeyCaller(
  core: Core,
  key: string,
  from: string,
): Promise<KeyCaller | undefined> {
  const { db } = core.store
  const hash = hashSecret(key)
  const current = await findApiKeyByHash(db, hash)
  const row = current ?? (await findApiKeyByPreviousHash(db, hash))
  if (!row) return undefined
  const at = core.now()
  const expiresAt = Math.min(
    row.expires_at ?? Number.POSITIVE_INFINITY,
    current ? Number.POSITIVE_INFINITY : (row.previous_until ?? 0),
  )
  const isOver = expiresAt <= at
  const isTold = row.last_used_at !== null && at - row.last_used_at <= TOUCH_EVERY
  if (!isOver && !isTold) touch(core, row.id, at, from)
  const caller: AuthenticatedCaller = {
    workspaceId: row.workspace_id,
    userId: row.user_id,
    actor:
      row.kind === 'service'
        ? { kind: 'service', id: row.user_id, name: row.user_name }
        : { kind: 'key', id: row.id, name: row.name },
    credentialId: row.id,
    isHome: row.workspace_id === row.home,
    role: row.role,
    scopes: keyScopes(row.role, chosenScopes(row)),
    key: {
      value: hash,
      isWhole: row.scopes === null && row.restriction === null,
      restriction: restrictionOf(row),
      ...(Number.isFinite(expiresAt) && { expiresAt }),
    },
  }
  return { caller, ...(isOver && { over: whyOver(row, expiresAt) }) }
}

function whyOver({ name, expires_at }: Pick<ApiKeyRow, 'name' | 'expires_at'>, at: number): string {
  const why =
    at === expires_at
      ? `has expired at ${iso(at)}`
      : `was rotated, and this value is no longer good`
  return `The API key "${name}" ${why}.`
}

/** Nobody waits for this write, and no request fails because of it. */
function touch(core: Core, id: string, at: number, from: string): void {
  core.store
    .write((tx) => touchApiKey(tx, id, at, from))
    .catch((error) => core.log.warn({ error }, 'could not note the last use of an API key'))
}

/** What is kept of a key that may all that its user may. `at`: ms since 1970. */
export function apiKeyRow(
  caller: Pick<Caller, 'workspaceId' | 'userId'>,
  name: string,
  key: string,
  at: number,
): ApiKeyRow {
  return {
    id: newId('key'),
    workspace_id: caller.workspaceId,
    user_id: caller.userId,
    name,
    hash: hashSecret(key),
    last4: key.slice(-4),
    created_at: at,
    last_used_at: null,
    last_used_from: null,
    expires_at: null,
    scopes: null,
    restriction: null,
    previous_hash: null,
    previous_until: null,
  }
}

/** An admin sees all of the workspace, everybody else their own. */
export async function getApiKeys(core: Core, caller: AuthenticatedCaller): Promise<ApiKey[]> {
  const { workspaceId, userId, scopes } = caller
  const whose = scopes.has('admin') ? undefined : userId
  const keys = await listApiKeys(core.store.db, workspaceId, whose)
  return keys.map((row) => toApiKey(row, core.now()))
}

export async function revokeApiKey(
  core: Core,
  caller: AuthenticatedCaller,
  id: string,
): Promise<void> {
  await core.store.write(async (tx) => {
    const { user_id } = await requireKey(tx, caller, id)
    if (user_id !== caller.userId && !caller.scopes.has('admin')) noKey(id)
    // Of two who revoke it at once, the second finds none.
    if (!(await deleteApiKey(tx, caller.workspaceId, id))) noKey(id)
  })
  core.bus.publish('credential', id, null)
}

/**
 * These labels have come to a desktop, or gone, or the desktop `id` itself: what keys that are restricted to
 * them have open ends, and is judged anew when their clients are back.
 */
export async function endRestricted(
  core: Core,
  workspaceId: string,
  labels: ReadonlySet<string>,
  id?: string,
): Promise<void> {
  if (labels.size === 0 && id === undefined) return
  for (const key of await listApiKeys(core.store.db, workspaceId)) {
    const restriction = restrictionOf(key)
    if (!restriction) continue
    const isOf = restriction.desktopIds.includes(id ?? '')
    const isHeld = isOf || restriction.labels.some((label) => labels.has(label))
    if (isHeld) core.bus.publish('credential', key.id, null)
  }
}

export async function requireKey(db: Db, { workspaceId }: Caller, id: string): Promise<OwnedKey> {
  return (await findApiKey(db, workspaceId, id)) ?? noKey(id)
}

export function noKey(id: string): never {
  return fail('api_key_not_found', `There is no API key ${JSON.stringify(id)}.`)
}

function chosenScopes({ scopes }: Pick<ApiKeyRow, 'scopes'>): ApiKey['scopes'] {
  return scopes === null ? null : JSON.parse(scopes)
}

function restrictionOf({ restriction }: Pick<ApiKeyRow, 'restriction'>): Restriction | null {
  return restriction === null ? null : JSON.parse(restriction)
}

/** `now`: in ms since 1970. */
export function toApiKey(row: OwnedKey, now: number): ApiKey {
  const scopes = chosenScopes(row)
  const { previous_until: until } = row
  return {
    id: row.id,
    name: row.name,
    createdAt: iso(row.created_at),
    last4: row.last4,
    lastUsedAt: isoOrNull(row.last_used_at),
    lastUsedFrom: row.last_used_from,
    expiresAt: isoOrNull(row.expires_at),
    scopes,
    effectiveScopes: row.role === null ? [] : [...keyScopes(row.role, scopes)],
    restrictedTo: restrictionOf(row) as ApiKey['restrictedTo'],
    previousUntil: until !== null && until > now ? iso(until) : null,
    owner: {
      kind: row.kind === 'service' ? 'service' : 'user',
      id: row.user_id,
      name: row.user_name,
      role: row.role,
    },
  }
}

import { type ApiKey, type CreatedApiKey, fail, scopesOf } from '@mission-control/protocol'
import type { AuthenticatedCaller, Caller, Core } from '../core.ts'
import { newId } from '../ids.ts'
import { iso, isoOrNull } from '../iso.ts'
import {
  deleteApiKey,
  findApiKeyByHash,
  insertApiKey,
  listApiKeys,
  touchApiKey,
} from '../store/api-keys.ts'
import type { ApiKeyRow } from '../store/schema.ts'
import { hashSecret, newApiKey } from './secrets.ts'

/** Last use is written at most this often, in ms. */
const TOUCH_EVERY = 60_000

/** Who the key belongs to; undefined for a wrong or revoked one. Not cached: revoking works at once. */
export async function findKeyCaller(
  core: Core,
  key: string,
): Promise<AuthenticatedCaller | undefined> {
  const row = await findApiKeyByHash(core.store.db, hashSecret(key))
  if (!row) return undefined
  const at = core.now()
  if (row.last_used_at === null || at - row.last_used_at > TOUCH_EVERY) touch(core, row.id, at)
  return {
    workspaceId: row.workspace_id,
    userId: row.user_id,
    actor:
      row.kind === 'service'
        ? { kind: 'service', id: row.user_id, name: row.user_name }
        : { kind: 'key', id: row.id, name: row.name },
    credentialId: row.id,
    isHome: row.workspace_id === row.home,
    role: row.role,
    scopes: scopesOf(row.role),
  }
}

/** Nobody waits for this write, and no request fails because of it. */
function touch(core: Core, id: string, at: number): void {
  core.store
    .write((tx) => touchApiKey(tx, id, at))
    .catch((error) => core.log.warn({ error }, 'could not note the last use of an API key'))
}

/** Creates a key, shown here only. */
export async function createApiKey(
  core: Core,
  caller: Caller,
  name: string,
): Promise<CreatedApiKey> {
  const key = newApiKey()
  const row = apiKeyRow(caller, name, key, core.now())
  await core.store.write((tx) => insertApiKey(tx, row))
  return { ...toApiKey(row), key }
}

/** What is kept of a key. `at`: ms since 1970. */
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
  }
}

export async function getApiKeys(core: Core, { workspaceId }: Caller): Promise<ApiKey[]> {
  return (await listApiKeys(core.store.db, workspaceId)).map(toApiKey)
}

export async function revokeApiKey(core: Core, { workspaceId }: Caller, id: string): Promise<void> {
  const found = await core.store.write((tx) => deleteApiKey(tx, workspaceId, id))
  if (!found) fail('api_key_not_found', `There is no API key ${JSON.stringify(id)}.`)
  core.bus.publish('credential', id, null)
}

function toApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    createdAt: iso(row.created_at),
    last4: row.last4,
    lastUsedAt: isoOrNull(row.last_used_at),
  }
}

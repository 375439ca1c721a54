import type { Insertable } from 'kysely'
import { unindexed } from './hints.ts'
import { prepared, variantOf } from './prepared.ts'
import { remembered } from './remembered.ts'
import type { ApiKeyRow, Db, Schema, Tx } from './schema.ts'

export async function insertApiKey(tx: Tx, key: Insertable<Schema['api_keys']>): Promise<void> {
  await tx.insertInto('api_keys').values(key).execute()
}

/** A key lets nobody in who has left the workspace or is disabled. */
const selectApiKey = prepared((db, by: { hash: string }, column) =>
  db
    .selectFrom('api_keys')
    .innerJoin('users', 'users.id', 'api_keys.user_id')
    .innerJoin('memberships', (join) =>
      join
        .onRef('memberships.workspace_id', '=', 'api_keys.workspace_id')
        .onRef('memberships.user_id', '=', 'api_keys.user_id'),
    )
    .innerJoin('workspaces', 'workspaces.id', 'api_keys.workspace_id')
    .select([
      'api_keys.id',
      'api_keys.workspace_id',
      'api_keys.user_id',
      'api_keys.name',
      'api_keys.last_used_at',
      'api_keys.expires_at',
      'api_keys.scopes',
      'api_keys.restriction',
      'api_keys.previous_until',
      'memberships.role',
      'users.kind',
      'users.name as user_name',
      'users.workspace_id as home',
    ])
    .where(column === 'previous' ? 'api_keys.previous_hash' : 'api_keys.hash', '=', by.hash)
    .where('users.disabled_at', 'is', null)
    .where('workspaces.removed_at', 'is', null),
)

/** The key, what its user is and what they may do there. Asked with each request. */
export const findApiKeyByHash = remembered(async (db: Db, hash: string) => {
  const [key] = await selectApiKey(db, { hash })
  return key
})

/** Finds a key by the value that it had before it was rotated, whether that value is still good or not. */
export async function findApiKeyByPreviousHash(db: Db, hash: string) {
  const [key] = await selectApiKey(db, { hash }, 'previous')
  return key
}

const selectOwned = prepared(
  (db, by: { workspaceId: string; userId: string; id: string }, which) => {
    let query = db
      .selectFrom('api_keys')
      .innerJoin('users', 'users.id', 'api_keys.user_id')
      .leftJoin('memberships', (join) =>
        join
          .onRef('memberships.workspace_id', '=', 'api_keys.workspace_id')
          .onRef('memberships.user_id', '=', 'api_keys.user_id'),
      )
      .selectAll('api_keys')
      .select(['memberships.role', 'users.kind', 'users.name as user_name'])
      // Start from the user or the key if one is named, not from the workspace: a user has few keys.
      .where(
        which === '' ? 'api_keys.workspace_id' : unindexed('api_keys.workspace_id'),
        '=',
        by.workspaceId,
      )
      .orderBy('api_keys.id', 'desc')
    if (which.includes('userId')) query = query.where('api_keys.user_id', '=', by.userId)
    if (which.includes('id')) query = query.where('api_keys.id', '=', by.id)
    return query
  },
)

/** Newest first; only those of a user where one is named. */
export async function listApiKeys(db: Db, workspaceId: string, userId?: string) {
  const by = { workspaceId, userId: userId ?? '', id: '' }
  return await selectOwned(db, by, variantOf({ userId }))
}

/** A key with its user; `role`: null if the user is no longer a member. */
export type OwnedKey = Awaited<ReturnType<typeof listApiKeys>>[number]

export async function findApiKey(db: Db, workspaceId: string, id: string) {
  const [key] = await selectOwned(db, { workspaceId, userId: '', id }, variantOf({ id }))
  return key
}

export async function touchApiKey(tx: Tx, id: string, at: number, from: string): Promise<void> {
  await tx
    .updateTable('api_keys')
    .set({ last_used_at: at, last_used_from: from })
    .where('id', '=', id)
    .execute()
}

/** Gives the key another value. The one that it has now becomes the previous one. */
export async function putKeyValue(
  tx: Tx,
  key: Pick<ApiKeyRow, 'id' | 'hash' | 'last4' | 'previous_hash' | 'previous_until'>,
): Promise<void> {
  const { id, ...value } = key
  await tx.updateTable('api_keys').set(value).where('id', '=', id).execute()
}

/** True if there was such a key in the workspace. */
export async function deleteApiKey(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('api_keys')
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Removes the keys of a user of the workspace; returns their ids. */
export async function deleteKeysOf(tx: Tx, workspaceId: string, userId: string): Promise<string[]> {
  const rows = await tx
    .deleteFrom('api_keys')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** All of the user's keys, of whatever workspace; returns their ids. */
export async function deleteKeysOfUser(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx
    .deleteFrom('api_keys')
    .where('user_id', '=', userId)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

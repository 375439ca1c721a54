import type { Insertable } from 'kysely'
import { prepared } from './prepared.ts'
import type { ApiKeyRow, Db, Schema, Tx } from './schema.ts'

export async function insertApiKey(tx: Tx, key: Insertable<Schema['api_keys']>): Promise<void> {
  await tx.insertInto('api_keys').values(key).execute()
}

/** Nothing lets in who is no member any more, or is disabled. */
const selectApiKey = prepared((db, by: { hash: string }) =>
  db
    .selectFrom('api_keys')
    .innerJoin('users', 'users.id', 'api_keys.user_id')
    .innerJoin('memberships', (join) =>
      join
        .onRef('memberships.workspace_id', '=', 'api_keys.workspace_id')
        .onRef('memberships.user_id', '=', 'api_keys.user_id'),
    )
    .innerJoin('workspaces', 'workspaces.id', 'api_keys.workspace_id')
    .selectAll('api_keys')
    .select([
      'memberships.role',
      'users.kind',
      'users.name as user_name',
      'users.workspace_id as home',
    ])
    .where('api_keys.hash', '=', by.hash)
    .where('users.disabled_at', 'is', null)
    .where('workspaces.removed_at', 'is', null),
)

/** The key, what its user is and what they may do there. */
export async function findApiKeyByHash(db: Db, hash: string) {
  const [key] = await selectApiKey(db, { hash })
  return key
}

export async function listApiKeys(db: Db, workspaceId: string): Promise<ApiKeyRow[]> {
  return await db
    .selectFrom('api_keys')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id', 'desc')
    .execute()
}

export async function touchApiKey(tx: Tx, id: string, at: number): Promise<void> {
  await tx.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', id).execute()
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

import type { Insertable } from 'kysely'
import type { Db, DesktopRow, JoinTokenRow, Schema, Tx } from './schema.ts'

export async function insertJoinToken(
  tx: Tx,
  token: Insertable<Schema['join_tokens']>,
): Promise<JoinTokenRow> {
  return await tx.insertInto('join_tokens').values(token).returningAll().executeTakeFirstOrThrow()
}

export async function findJoinToken(db: Db, hash: string): Promise<JoinTokenRow | undefined> {
  return await db.selectFrom('join_tokens').selectAll().where('hash', '=', hash).executeTakeFirst()
}

/** Those of the workspace that are neither revoked nor expired, newest first. */
export async function listJoinTokens(
  db: Db,
  workspaceId: string,
  at: number,
): Promise<JoinTokenRow[]> {
  return await db
    .selectFrom('join_tokens')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .orderBy('id', 'desc')
    .execute()
}

/** Takes one of the token's uses; false if none was left. */
export async function useJoinToken(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .updateTable('join_tokens')
    .set((eb) => ({ used: eb('used', '+', 1) }))
    .where('id', '=', id)
    .whereRef('used', '<', 'uses')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** True if the workspace had such a token that was not revoked. */
export async function revokeJoinToken(
  tx: Tx,
  workspaceId: string,
  id: string,
  at: number,
): Promise<boolean> {
  const row = await tx
    .updateTable('join_tokens')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteJoinTokens(tx: Tx, expiredBefore: number): Promise<void> {
  await tx.deleteFrom('join_tokens').where('expires_at', '<', expiredBefore).execute()
}

export async function findDesktopByKey(db: Db, publicKey: string): Promise<DesktopRow | undefined> {
  return await db
    .selectFrom('desktops')
    .selectAll()
    .where('public_key', '=', publicKey)
    .executeTakeFirst()
}

/** What the person who made a token is called. */
export async function nameOfUser(db: Db, id: string): Promise<string | undefined> {
  const user = await db.selectFrom('users').select('name').where('id', '=', id).executeTakeFirst()
  return user?.name
}

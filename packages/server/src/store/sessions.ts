import { sql } from 'kysely'
import { oneOf } from './hints.ts'
import { prepared } from './prepared.ts'
import type { Db, SessionRow, Tx } from './schema.ts'

export async function insertSession(tx: Tx, session: SessionRow): Promise<void> {
  await tx.insertInto('sessions').values(session).execute()
}

const selectSession = prepared((db, by: { hash: string; at: number }) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select([
      'sessions.id',
      'sessions.user_id',
      'sessions.last_used_at',
      'users.workspace_id',
      'users.email',
      'users.name',
    ])
    .where('sessions.token_hash', '=', by.hash)
    .where('sessions.expires_at', '>', by.at),
)

/** The session with its user, unless it has expired at `at`. */
export async function findSessionByHash(db: Db, hash: string, at: number) {
  const [session] = await selectSession(db, { hash, at })
  return session
}

export async function listSessions(db: Db, userId: string, at: number): Promise<SessionRow[]> {
  return await db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('expires_at', '>', at)
    .orderBy('id', 'desc')
    .execute()
}

export async function touchSession(
  tx: Tx,
  id: string,
  change: { last_used_at: number; expires_at: number },
): Promise<void> {
  await tx.updateTable('sessions').set(change).where('id', '=', id).execute()
}

/** True if the user had such a session. */
export async function deleteSession(tx: Tx, userId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Deletes all sessions of the user but `except`; returns their ids. */
export async function deleteSessions(tx: Tx, userId: string, except = ''): Promise<string[]> {
  const rows = await tx
    .deleteFrom('sessions')
    .where('user_id', '=', userId)
    .where('id', '!=', except)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

const selectExpired = prepared((db, by: { at: number }) =>
  db.selectFrom('sessions').select('id').where('expires_at', '<=', by.at),
)

export async function anyExpiredSession(db: Db, at: number): Promise<boolean> {
  return (await selectExpired(db, { at })).length > 0
}

/** Returns their ids. */
export async function deleteExpiredSessions(tx: Tx, at: number): Promise<string[]> {
  const rows = await tx
    .deleteFrom('sessions')
    .where('expires_at', '<=', at)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Those of these API keys and sessions that let somebody in. */
export async function validCredentials(db: Db, ids: string[], now: number): Promise<Set<string>> {
  const isWanted = oneOf(sql.ref('id'), ids)
  const keys = await db.selectFrom('api_keys').select('id').where(isWanted).execute()
  const sessions = await db
    .selectFrom('sessions')
    .select('id')
    .where(isWanted)
    .where('expires_at', '>', now)
    .execute()
  return new Set([...keys, ...sessions].map(({ id }) => id))
}

import { sql } from 'kysely'
import { listOpenRuns } from './agent-keys.ts'
import { oneOf } from './hints.ts'
import { prepared, variantOf } from './prepared.ts'
import type { Db, SessionRow, Tx } from './schema.ts'

export async function insertSession(tx: Tx, session: SessionRow): Promise<void> {
  await tx.insertInto('sessions').values(session).execute()
}

interface SessionPlace {
  hash: string
  at: number
  /** Left out: the user's personal one. */
  workspace?: string
}

const selectSession = prepared((db, by: Required<SessionPlace>, variant) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .leftJoin('memberships', (join) =>
      join
        .onRef('memberships.user_id', '=', 'users.id')
        .on(
          'memberships.workspace_id',
          '=',
          variant ? by.workspace : sql.ref<string>('users.workspace_id'),
        ),
    )
    .leftJoin('workspaces', (join) =>
      join
        .onRef('workspaces.id', '=', 'memberships.workspace_id')
        .on('workspaces.removed_at', 'is', null),
    )
    .select([
      'sessions.id',
      'sessions.user_id',
      'sessions.last_used_at',
      'users.email',
      'users.name',
      'users.workspace_id as home',
      'workspaces.id as workspace_id',
      'memberships.role',
    ])
    .where('sessions.token_hash', '=', by.hash)
    .where('sessions.expires_at', '>', by.at)
    .where('users.disabled_at', 'is', null),
)

/**
 * The session with its user and their role in the workspace (null if they have no such workspace); undefined
 * if the session has expired at `at`.
 */
export async function findSessionByHash(db: Db, hash: string, at: number, workspace?: string) {
  const place = { hash, at, workspace: workspace ?? '' }
  const [session] = await selectSession(db, place, variantOf({ workspace }))
  return session
}

/** The provider through which the session was made, and what the provider needs to end its own. */
export async function findSessionProvider(db: Db, id: string) {
  return await db
    .selectFrom('sessions')
    .select(['provider_id', 'id_token', 'created_at'])
    .where('id', '=', id)
    .where('provider_id', 'is not', null)
    .executeTakeFirst()
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

/** The workspace that a key or a session lets somebody into, and their role there. */
export interface Entrance {
  id: string
  workspaceId: string
  role: string
  /** The hash of the key's value, which may be over while the key goes on; undefined: a session. */
  value?: string | undefined
}

export function nameEntrance({ id, workspaceId, role, value = '' }: Entrance): string {
  return `${id} ${workspaceId} ${role} ${value}`
}

/** Where these API keys, sessions and agents' runs let somebody in. */
export async function validEntrances(db: Db, ids: string[], now: number): Promise<Set<string>> {
  const members = db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .innerJoin('workspaces', 'workspaces.id', 'memberships.workspace_id')
    .where('users.disabled_at', 'is', null)
    .where('workspaces.removed_at', 'is', null)
    .select(['memberships.workspace_id as workspaceId', 'memberships.role'])
  const keys = await members
    .innerJoin('api_keys', (join) =>
      join
        .onRef('api_keys.workspace_id', '=', 'memberships.workspace_id')
        .onRef('api_keys.user_id', '=', 'memberships.user_id'),
    )
    .select(['api_keys.id', 'hash', 'previous_hash', 'previous_until'])
    .where(oneOf(sql.ref('api_keys.id'), ids))
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .execute()
  const sessions = await members
    .innerJoin('sessions', 'sessions.user_id', 'memberships.user_id')
    .select('sessions.id')
    .where(oneOf(sql.ref('sessions.id'), ids))
    .where('sessions.expires_at', '>', now)
    .execute()
  const values = keys.flatMap(({ hash, previous_hash, previous_until, ...entrance }) => [
    { ...entrance, value: hash },
    ...(previous_hash !== null && (previous_until ?? 0) > now
      ? [{ ...entrance, value: previous_hash }]
      : []),
  ])
  const runs = await listOpenRuns(db, ids)
  return new Set([...[...values, ...sessions].map(nameEntrance), ...runs])
}

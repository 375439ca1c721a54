import type { Role } from '@mission-control/protocol'
import type { Insertable } from 'kysely'
import { prepared } from './prepared.ts'
import type { Db, Schema, Tx } from './schema.ts'

/** Makes the user a member, or a member with another role. */
export async function putMembership(
  tx: Tx,
  membership: Insertable<Schema['memberships']>,
): Promise<void> {
  const { role } = membership
  await tx
    .insertInto('memberships')
    .values(membership)
    .onConflict((conflict) => conflict.columns(['workspace_id', 'user_id']).doUpdateSet({ role }))
    .execute()
}

export async function deleteMembership(tx: Tx, workspaceId: string, userId: string) {
  await tx
    .deleteFrom('memberships')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .execute()
}

const selectMembers = prepared((db, by: { workspaceId: string; userId: string }, variant) => {
  const query = db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .select([
      'users.id',
      'users.name',
      'users.email',
      'users.kind',
      'users.disabled_at',
      'users.workspace_id as home',
      'memberships.role',
      'memberships.created_at',
    ])
    .where('memberships.workspace_id', '=', by.workspaceId)
    .orderBy('memberships.user_id')
  return variant === 'one' ? query.where('memberships.user_id', '=', by.userId) : query
})

export type MemberRow = Awaited<ReturnType<typeof listMembers>>[number]

/** The members of a workspace, in the order in which they came to the server. */
export async function listMembers(db: Db, workspaceId: string) {
  return await selectMembers(db, { workspaceId, userId: '' })
}

export async function findMember(db: Db, workspaceId: string, userId: string) {
  const [member] = await selectMembers(db, { workspaceId, userId }, 'one')
  return member
}

/** The workspaces of a user that are not being deleted. */
export async function listWorkspaces(db: Db, userId: string) {
  return await db
    .selectFrom('memberships')
    .innerJoin('workspaces', 'workspaces.id', 'memberships.workspace_id')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .select([
      'workspaces.id',
      'workspaces.name',
      'workspaces.created_at',
      'users.workspace_id as home',
      'memberships.role',
    ])
    .where('memberships.user_id', '=', userId)
    .where('workspaces.removed_at', 'is', null)
    .orderBy('memberships.workspace_id')
    .execute()
}

/** The people who are admins of the workspace and aren't disabled. */
const admins = (db: Db, workspaceId: string) =>
  db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .select(['users.id', 'users.name'])
    .where('memberships.workspace_id', '=', workspaceId)
    .where('memberships.role', '=', 'admin' satisfies Role)
    .where('users.kind', '=', 'person')
    .where('users.disabled_at', 'is', null)
    .orderBy('memberships.user_id')

/** Some of them. */
export async function nameAdmins(db: Db, workspaceId: string): Promise<string[]> {
  return (await admins(db, workspaceId).limit(3).execute()).map(({ name }) => name)
}

/** Whether somebody other than this user is an admin there. */
export async function hasOtherAdmin(db: Db, workspaceId: string, userId: string): Promise<boolean> {
  const other = await admins(db, workspaceId)
    .where('users.id', '!=', userId)
    .limit(1)
    .executeTakeFirst()
  return other !== undefined
}

/** The keys and sessions by which a user gets into a workspace. */
export async function credentialsOf(
  db: Db,
  workspaceId: string,
  userId: string,
): Promise<string[]> {
  const keys = await db
    .selectFrom('api_keys')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .execute()
  const sessions = await db
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', userId)
    .execute()
  return [...keys, ...sessions].map(({ id }) => id)
}

/** The keys of a workspace, and the sessions of its members. */
export async function credentialsIn(db: Db, workspaceId: string): Promise<string[]> {
  const keys = await db
    .selectFrom('api_keys')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .execute()
  const sessions = await db
    .selectFrom('sessions')
    .innerJoin('memberships', 'memberships.user_id', 'sessions.user_id')
    .select('sessions.id')
    .where('memberships.workspace_id', '=', workspaceId)
    .execute()
  return [...keys, ...sessions].map(({ id }) => id)
}

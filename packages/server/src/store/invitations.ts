import type { Db, InvitationRow, Tx } from './schema.ts'

export async function insertInvitation(tx: Tx, invitation: InvitationRow): Promise<void> {
  await tx.insertInto('invitations').values(invitation).execute()
}

/** Invitations with the names of the workspace and of the person who invites. */
const shown = (db: Db) =>
  db
    .selectFrom('invitations')
    .innerJoin('workspaces', 'workspaces.id', 'invitations.workspace_id')
    .innerJoin('users', 'users.id', 'invitations.user_id')
    .selectAll('invitations')
    .select(['workspaces.name as workspace_name', 'users.name as user_name'])
    .where('workspaces.removed_at', 'is', null)

/** The workspace's invitations that have not expired at `at`, newest first. */
export async function listInvitations(db: Db, workspaceId: string, at: number) {
  return await shown(db)
    .where('invitations.workspace_id', '=', workspaceId)
    .where('invitations.expires_at', '>', at)
    .orderBy('invitations.id', 'desc')
    .execute()
}

/** The invitation with this hash, unless it has expired at `at`. */
export async function findInvitation(db: Db, hash: string, at: number) {
  return await shown(db)
    .where('invitations.hash', '=', hash)
    .where('invitations.expires_at', '>', at)
    .executeTakeFirst()
}

/** Those for this e-mail address that have not expired at `at`. */
export async function listInvitationsFor(db: Db, email: string, at: number) {
  return await shown(db)
    .where('invitations.email', '=', email)
    .where('invitations.expires_at', '>', at)
    .orderBy('invitations.workspace_id')
    .orderBy('invitations.id')
    .execute()
}

/** Deletes an invitation; true if the workspace had it. */
export async function deleteInvitation(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('invitations')
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Deletes the workspace's expired invitations. */
export async function deleteExpiredInvitations(tx: Tx, workspaceId: string, at: number) {
  await tx
    .deleteFrom('invitations')
    .where('workspace_id', '=', workspaceId)
    .where('expires_at', '<=', at)
    .execute()
}

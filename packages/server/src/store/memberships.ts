import type { Insertable } from 'kysely'
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

/** Some of those who may give others a role there. */
export async function nameAdmins(db: Db, workspaceId: string): Promise<string[]> {
  const admins = await db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .select('users.name')
    .where('memberships.workspace_id', '=', workspaceId)
    .where('memberships.role', '=', 'admin')
    .where('users.kind', '=', 'person')
    .where('users.disabled_at', 'is', null)
    .orderBy('memberships.user_id')
    .limit(3)
    .execute()
  return admins.map(({ name }) => name)
}

import type { Insertable } from 'kysely'
import { prepared, variantOf } from './prepared.ts'
import type { Db, Schema, Tx } from './schema.ts'

export async function insertServiceAccount(
  tx: Tx,
  user: Pick<Insertable<Schema['users']>, 'id' | 'name' | 'workspace_id' | 'created_at'>,
): Promise<void> {
  await tx
    .insertInto('users')
    .values({ ...user, email: null, kind: 'service' })
    .execute()
}

const selectAccounts = prepared((db, by: { workspaceId: string; id: string }, which) => {
  const query = db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .select(['users.id', 'users.name', 'memberships.role', 'users.created_at'])
    .select((eb) =>
      eb
        .selectFrom('api_keys')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('api_keys.user_id', '=', 'users.id')
        .$asScalar()
        .$notNull()
        .as('keys'),
    )
    .where('memberships.workspace_id', '=', by.workspaceId)
    .where('users.kind', '=', 'service')
    .where('users.disabled_at', 'is', null)
    .orderBy('memberships.user_id', 'desc')
  return which === 'id' ? query.where('users.id', '=', by.id) : query
})

export type ServiceAccountRow = Awaited<ReturnType<typeof listServiceAccounts>>[number]

/** Newest first. */
export async function listServiceAccounts(db: Db, workspaceId: string) {
  return await selectAccounts(db, { workspaceId, id: '' })
}

export async function findServiceAccount(db: Db, workspaceId: string, id: string) {
  const [account] = await selectAccounts(db, { workspaceId, id }, variantOf({ id }))
  return account
}

/** Ends the account: it is no longer a member, and nothing lets it in. */
export async function endServiceAccount(
  tx: Tx,
  workspaceId: string,
  id: string,
  at: number,
): Promise<void> {
  await tx.updateTable('users').set({ disabled_at: at }).where('id', '=', id).execute()
  await tx
    .deleteFrom('memberships')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', id)
    .execute()
}

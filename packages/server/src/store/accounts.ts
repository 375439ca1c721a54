import type { AccountRow, Db, Tx } from './schema.ts'

/** Better-auth's word for the way in by password. */
const PROVIDER = 'credential'

/** As long as there is none, nobody can sign in. */
export async function anyPassword(db: Db): Promise<boolean> {
  const account = await db
    .selectFrom('accounts')
    .select('id')
    .where('provider_id', '=', PROVIDER)
    .limit(1)
    .executeTakeFirst()
  return account !== undefined
}

/** What is kept of the user's password; undefined as long as none is set. */
export async function findPasswordHash(db: Db, userId: string): Promise<string | undefined> {
  const account = await db
    .selectFrom('accounts')
    .select('password')
    .where('user_id', '=', userId)
    .where('provider_id', '=', PROVIDER)
    .executeTakeFirst()
  return account?.password ?? undefined
}

/** Sets the user's first password, or replaces the one there is; `id` is for a new row. */
export async function putPasswordHash(
  tx: Tx,
  account: Pick<AccountRow, 'id' | 'user_id' | 'updated_at'> & { password: string },
): Promise<void> {
  const { password, updated_at } = account
  await tx
    .insertInto('accounts')
    .values({
      ...account,
      provider_id: PROVIDER,
      account_id: account.user_id,
      created_at: updated_at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['user_id', 'provider_id', 'account_id'])
        .doUpdateSet({ password, updated_at }),
    )
    .execute()
}

export async function setEmail(tx: Tx, userId: string, email: string): Promise<void> {
  await tx.updateTable('users').set({ email }).where('id', '=', userId).execute()
}

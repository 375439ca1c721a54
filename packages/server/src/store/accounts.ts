import type { AccountRow, Db, Tx, UserRow } from './schema.ts'

/** The provider's id for signing in by password. */
const PROVIDER = 'credential'

/** Whether any user has set a password. */
export async function anyPassword(db: Db): Promise<boolean> {
  const account = await db
    .selectFrom('accounts')
    .select('id')
    .where('provider_id', '=', PROVIDER)
    .limit(1)
    .executeTakeFirst()
  return account !== undefined
}

/** The hash of the user's password; undefined if none is set. */
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

/** Somebody who signs in. */
export type Person = Pick<
  UserRow,
  'id' | 'email' | 'email_verified_at' | 'name' | 'kind' | 'disabled_at'
>

const selectPerson = (db: Db) =>
  db
    .selectFrom('users')
    .select([
      'users.id',
      'users.email',
      'users.email_verified_at',
      'users.name',
      'users.kind',
      'users.disabled_at',
    ])

export async function findUser(db: Db, id: string): Promise<Person | undefined> {
  return await selectPerson(db).where('id', '=', id).executeTakeFirst()
}

export async function findUserByEmail(db: Db, email: string): Promise<Person | undefined> {
  return await selectPerson(db).where('email', '=', email).executeTakeFirst()
}

export async function setEmail(tx: Tx, userId: string, email: string): Promise<void> {
  await tx.updateTable('users').set({ email }).where('id', '=', userId).execute()
}

/** From now on the user's address is known to be theirs. */
export async function verifyEmail(tx: Tx, userId: string, at: number): Promise<void> {
  await tx.updateTable('users').set({ email_verified_at: at }).where('id', '=', userId).execute()
}

/** The user who owns this account at a provider. */
export async function findAccountUser(
  db: Db,
  provider: string,
  account: string,
): Promise<Person | undefined> {
  return await selectPerson(db)
    .innerJoin('accounts', 'accounts.user_id', 'users.id')
    .where('accounts.provider_id', '=', provider)
    .where('accounts.account_id', '=', account)
    .executeTakeFirst()
}

/** When the user last signed in by an account at that provider; undefined: they have none there. */
export async function lastThrough(
  db: Db,
  userId: string,
  provider: string,
): Promise<number | undefined> {
  const account = await db
    .selectFrom('accounts')
    .select('updated_at')
    .where('user_id', '=', userId)
    .where('provider_id', '=', provider)
    .executeTakeFirst()
  return account?.updated_at
}

export async function touchAccount(
  tx: Tx,
  provider: string,
  account: string,
  at: number,
): Promise<void> {
  await tx
    .updateTable('accounts')
    .set({ updated_at: at })
    .where('provider_id', '=', provider)
    .where('account_id', '=', account)
    .execute()
}

/** Links a user with their account at a provider. */
export async function insertAccount(
  tx: Tx,
  {
    at,
    ...account
  }: Pick<AccountRow, 'id' | 'user_id' | 'provider_id' | 'account_id'> & { at: number },
): Promise<void> {
  const times = { created_at: at, updated_at: at }
  await tx
    .insertInto('accounts')
    .values({ ...account, ...times, password: null })
    .execute()
}

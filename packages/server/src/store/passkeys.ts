import type { Db, PasskeyRow, Tx } from './schema.ts'

const ofUser = (db: Db, userId: string) =>
  db.selectFrom('passkeys').selectAll().where('user_id', '=', userId)

/** Oldest first. */
export async function listPasskeys(db: Db, userId: string): Promise<PasskeyRow[]> {
  return await ofUser(db, userId).orderBy('id').execute()
}

export async function findPasskey(
  db: Db,
  userId: string,
  id: string,
): Promise<PasskeyRow | undefined> {
  return await ofUser(db, userId).where('id', '=', id).executeTakeFirst()
}

/** Whoever's it is. */
export async function findCredential(db: Db, id: string): Promise<PasskeyRow | undefined> {
  return await db
    .selectFrom('passkeys')
    .selectAll()
    .where('credential_id', '=', id)
    .executeTakeFirst()
}

/** False: somebody has this credential already. */
export async function insertPasskey(tx: Tx, passkey: PasskeyRow): Promise<boolean> {
  const inserted = await tx
    .insertInto('passkeys')
    .values(passkey)
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('id')
    .execute()
  return inserted.length > 0
}

export async function renamePasskey(tx: Tx, id: string, name: string): Promise<void> {
  await tx.updateTable('passkeys').set({ name }).where('id', '=', id).execute()
}

/** Notes a use; false: it was removed, or used since it was read. */
export async function usePasskey(
  tx: Tx,
  { id, counter: before }: PasskeyRow,
  counter: number,
  at: number,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('passkeys')
    .set({ counter, last_used_at: at })
    .where('id', '=', id)
    .where('counter', '=', before)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** True if the user had such a passkey. */
export async function deletePasskey(tx: Tx, userId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('passkeys')
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

export async function deletePasskeys(tx: Tx, userId: string): Promise<void> {
  await tx.deleteFrom('passkeys').where('user_id', '=', userId).execute()
}

/** Uses a challenge up, and forgets those that are too old at `now`; true for the first who uses it. */
export async function useChallenge(
  tx: Tx,
  challenge: { hash: string; expires_at: number },
  now: number,
): Promise<boolean> {
  await tx.deleteFrom('used_challenges').where('expires_at', '<=', now).execute()
  const inserted = await tx
    .insertInto('used_challenges')
    .values(challenge)
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .returning('hash')
    .execute()
  return inserted.length > 0
}

import type { Db, TotpRow, Tx } from './schema.ts'

export async function findTotp(db: Db, userId: string): Promise<TotpRow | undefined> {
  return await db.selectFrom('totp').selectAll().where('user_id', '=', userId).executeTakeFirst()
}

/** Stores a secret, and replaces one that was never confirmed. */
export async function putTotp(tx: Tx, userId: string, secret: Uint8Array): Promise<void> {
  const fresh = { secret, confirmed_at: null, last_step: 0 }
  await tx
    .insertInto('totp')
    .values({ user_id: userId, ...fresh })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(fresh))
    .execute()
}

export async function confirmTotp(
  tx: Tx,
  userId: string,
  at: number,
  step: number,
  recoveryHashes: string[],
): Promise<void> {
  await tx
    .updateTable('totp')
    .set({ confirmed_at: at, last_step: step })
    .where('user_id', '=', userId)
    .execute()
  await tx
    .insertInto('recovery_codes')
    .values(recoveryHashes.map((hash) => ({ user_id: userId, hash })))
    .execute()
}

/** Uses up the codes up to this time step; false if this one was used up before. */
export async function useStep(tx: Tx, userId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('totp')
    .set({ last_step: step })
    .where('user_id', '=', userId)
    .where('last_step', '<', step)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** True for the first who uses it. */
export async function useRecoveryCode(tx: Tx, userId: string, hash: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('recovery_codes')
    .where('user_id', '=', userId)
    .where('hash', '=', hash)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

export async function countRecoveryCodes(db: Db, userId: string): Promise<number> {
  const rows = await db
    .selectFrom('recovery_codes')
    .select('hash')
    .where('user_id', '=', userId)
    .execute()
  return rows.length
}

export async function deleteTotp(tx: Tx, userId: string): Promise<void> {
  await tx.deleteFrom('totp').where('user_id', '=', userId).execute()
  await tx.deleteFrom('recovery_codes').where('user_id', '=', userId).execute()
}

import type { Db, Schema, Tx } from './schema.ts'

type ResetLink = Schema['reset_links']

/** From now on it is the user's only one. */
export async function putResetLink(tx: Tx, link: ResetLink): Promise<void> {
  const { token_hash, created_at } = link
  await tx
    .insertInto('reset_links')
    .values(link)
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ token_hash, created_at }))
    .execute()
}

/** Whose it is, if it was made after that time. */
export async function findResetLink(
  db: Db,
  hash: string,
  after: number,
): Promise<string | undefined> {
  const link = await db
    .selectFrom('reset_links')
    .select('user_id')
    .where('token_hash', '=', hash)
    .where('created_at', '>', after)
    .executeTakeFirst()
  return link?.user_id
}

/** Whether the user has one that was made after that time. */
export async function anyResetLink(db: Db, userId: string, after: number): Promise<boolean> {
  const link = await db
    .selectFrom('reset_links')
    .select('user_id')
    .where('user_id', '=', userId)
    .where('created_at', '>', after)
    .executeTakeFirst()
  return link !== undefined
}

/** Uses a link up: true for the one that was the first to do so. */
export async function deleteResetLink(tx: Tx, hash: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('reset_links')
    .where('token_hash', '=', hash)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

export async function deleteResetLinks(tx: Tx, userId: string): Promise<void> {
  await tx.deleteFrom('reset_links').where('user_id', '=', userId).execute()
}

import type { Insertable } from 'kysely'
import type { Db, Schema, Tx } from './schema.ts'

/** From now on it is the user's only one. */
export async function putSetUpLink(
  tx: Tx,
  link: Insertable<Schema['set_up_links']>,
): Promise<void> {
  const { token_hash, created_at } = link
  await tx
    .insertInto('set_up_links')
    .values(link)
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ token_hash, created_at }))
    .execute()
}

/** Whose it is, if it was made after that time. */
export async function findSetUpLink(
  db: Db,
  hash: string,
  after: number,
): Promise<string | undefined> {
  const link = await db
    .selectFrom('set_up_links')
    .select('user_id')
    .where('token_hash', '=', hash)
    .where('created_at', '>', after)
    .executeTakeFirst()
  return link?.user_id
}

/** Whether the user has one that was made after that time. */
export async function anySetUpLink(db: Db, userId: string, after: number): Promise<boolean> {
  const link = await db
    .selectFrom('set_up_links')
    .select('user_id')
    .where('user_id', '=', userId)
    .where('created_at', '>', after)
    .executeTakeFirst()
  return link !== undefined
}

/** Uses a link up: true for the one that was the first to do so. */
export async function deleteSetUpLink(tx: Tx, hash: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('set_up_links')
    .where('token_hash', '=', hash)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

export async function deleteSetUpLinks(tx: Tx, userId: string): Promise<void> {
  await tx.deleteFrom('set_up_links').where('user_id', '=', userId).execute()
}

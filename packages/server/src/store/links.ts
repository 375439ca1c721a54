import type { Db, Schema, Tx } from './schema.ts'

type Link = Pick<Schema['reset_links'], 'user_id' | 'token_hash' | 'created_at'>

/** Links of one kind, each of which works once; a user has one at most. */
const linksIn = (table: 'set_up_links' | 'reset_links') => ({
  /** From now on it is the user's only one. */
  async put(tx: Tx, link: Link): Promise<void> {
    const { token_hash, created_at } = link
    await tx
      .insertInto(table)
      .values(link)
      .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ token_hash, created_at }))
      .execute()
  },

  /** Whose it is, if it was made after that time. */
  async find(db: Db, hash: string, after: number): Promise<string | undefined> {
    const link = await db
      .selectFrom(table)
      .select('user_id')
      .where('token_hash', '=', hash)
      .where('created_at', '>', after)
      .executeTakeFirst()
    return link?.user_id
  },

  /** Whether the user has one that was made after that time. */
  async any(db: Db, userId: string, after: number): Promise<boolean> {
    const link = await db
      .selectFrom(table)
      .select('user_id')
      .where('user_id', '=', userId)
      .where('created_at', '>', after)
      .executeTakeFirst()
    return link !== undefined
  },

  /** Uses a link up: true for the one that was the first to do so. */
  async use(tx: Tx, hash: string): Promise<boolean> {
    const { numDeletedRows } = await tx
      .deleteFrom(table)
      .where('token_hash', '=', hash)
      .executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  },

  async deleteOf(tx: Tx, userId: string): Promise<void> {
    await tx.deleteFrom(table).where('user_id', '=', userId).execute()
  },
})

export const setUpLinks = linksIn('set_up_links')
export const resetLinks = linksIn('reset_links')

import type { Db, Tx } from './schema.ts'

/** A person with a workspace of their own, which is there already. */
export async function insertUser(
  tx: Tx,
  user: { id: string; name: string; email: string; workspace_id: string; created_at: number },
): Promise<void> {
  await tx.insertInto('users').values(user).execute()
}

const people = (db: Db) =>
  db
    .selectFrom('users')
    .select(['id', 'name', 'email', 'disabled_at', 'created_at'])
    .where('kind', '=', 'person')

/** All people, in the order in which they came. */
export async function listPeople(db: Db) {
  return await people(db).orderBy('id').execute()
}

export async function findPerson(db: Db, id: string) {
  return await people(db).where('id', '=', id).executeTakeFirst()
}

export async function renameUser(tx: Tx, id: string, name: string): Promise<void> {
  await tx.updateTable('users').set({ name }).where('id', '=', id).execute()
}

/** `at` null: they get in again. */
export async function disableUser(tx: Tx, id: string, at: number | null): Promise<void> {
  await tx.updateTable('users').set({ disabled_at: at }).where('id', '=', id).execute()
}

export async function keyIdsOf(db: Db, userId: string): Promise<string[]> {
  const keys = await db.selectFrom('api_keys').select('id').where('user_id', '=', userId).execute()
  return keys.map(({ id }) => id)
}

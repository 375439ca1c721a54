import { type Kysely, sql } from 'kysely'

/** The tasks that are deleted, and of which something is left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('tasks_deleted')
    .on('tasks')
    .columns(['id'])
    .where(sql.ref('chat'), '=', sql.lit(2))
    .execute()
}

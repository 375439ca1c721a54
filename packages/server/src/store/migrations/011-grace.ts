import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('tasks')
    .addColumn('grace_seconds', 'integer', (c) => c.notNull().defaultTo(5))
    .execute()
}

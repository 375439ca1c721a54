import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('tasks').addColumn('usage', 'text').execute()
  await db.schema
    .alterTable('runs')
    .addColumn('agent_bytes', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
}

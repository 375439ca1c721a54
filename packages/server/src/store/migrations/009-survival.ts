import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('tasks').addColumn('timeout_seconds', 'integer').execute()
  await db.schema.alterTable('desktops').addColumn('default_timeout_seconds', 'integer').execute()
}

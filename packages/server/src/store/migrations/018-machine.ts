import type { Kysely } from 'kysely'

/** What a runner says of its machine. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('desktops').addColumn('machine', 'text').execute()
}

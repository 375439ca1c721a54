import type { Kysely } from 'kysely'

/** When its runner was cut off last, and how often without a long pause: it stays out at every server. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('desktops').addColumn('cut_off_at', 'integer').execute()
  await db.schema
    .alterTable('desktops')
    .addColumn('cut_off_times', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
}

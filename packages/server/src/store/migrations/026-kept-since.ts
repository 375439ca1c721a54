import type { Kysely } from 'kysely'

/** Since when a lease has been held without a gap, by whomever; null: a version before has taken it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('leases').addColumn('since', 'integer').execute()
}

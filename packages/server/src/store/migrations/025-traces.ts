import type { Kysely } from 'kysely'

/** The request that a run is traced back to. A table of its own: few runs have a row, and those without pay nothing. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('traces')
    .addColumn('run_id', 'text', (column) =>
      column.primaryKey().notNull().references('runs.id').onDelete('cascade'),
    )
    .addColumn('traceparent', 'text', (column) => column.notNull())
    .execute()
}

import { type Kysely, sql } from 'kysely'

/** Several servers may share the database: which of them speaks with a desktop, and which keeps house. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('desktops')
    .addColumn('epoch', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema.alterTable('desktops').addColumn('replica', 'text').execute()
  // What a runner is still to be told to stop.
  await db.schema
    .createIndex('runs_given_up')
    .on('runs')
    .columns(['ended_at'])
    .where(sql.ref('abandoned'), '=', sql.lit(1))
    .execute()
  await db.schema
    .createTable('leases')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('until', 'integer', (column) => column.notNull())
    .execute()
}

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db

  await schema
    .createTable('desktop_metrics')
    .addColumn('desktop_id', 'text', (c) => c.notNull().references('desktops.id'))
    .addColumn('at', 'integer', (c) => c.notNull())
    .addColumn('cpu', 'real', (c) => c.notNull())
    .addColumn('memory', 'real', (c) => c.notNull())
    .addColumn('disk', 'real', (c) => c.notNull())
    .addPrimaryKeyConstraint('desktop_metrics_by_desktop', ['desktop_id', 'at'])
    .modifyEnd(sql`strict, without rowid`)
    .execute()
  // For forgetting what is old.
  await schema.createIndex('desktop_metrics_by_age').on('desktop_metrics').columns(['at']).execute()

  // The sums over a workspace's desktops: a day of a thousand desktops would be 1.4 million rows to add.
  await schema
    .createTable('fleet_metrics')
    .addColumn('workspace_id', 'text', (c) => c.notNull().references('workspaces.id'))
    .addColumn('at', 'integer', (c) => c.notNull())
    .addColumn('cores', 'integer', (c) => c.notNull())
    .addColumn('busy_cores', 'real', (c) => c.notNull())
    .addColumn('memory_used', 'real', (c) => c.notNull())
    .addColumn('memory_total', 'real', (c) => c.notNull())
    .addColumn('disk_used', 'real', (c) => c.notNull())
    .addColumn('disk_total', 'real', (c) => c.notNull())
    .addPrimaryKeyConstraint('fleet_metrics_by_workspace', ['workspace_id', 'at'])
    .modifyEnd(sql`strict, without rowid`)
    .execute()
  await schema.createIndex('fleet_metrics_by_age').on('fleet_metrics').columns(['at']).execute()
}

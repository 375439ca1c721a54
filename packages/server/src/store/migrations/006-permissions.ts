import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema
    .alterTable('workspaces')
    .addColumn('permission_timeout_seconds', 'integer', (c) => c.notNull().defaultTo(600))
    .execute()

  for (const [name, type] of [
    ['run_id', 'text'],
    ['request_id', 'text'],
    ['request', 'text'],
    ['expires_at', 'integer'],
  ] as const) {
    await schema.alterTable('approvals').addColumn(name, type).execute()
  }
  // Of results both are null, and so each unlike any other.
  await schema
    .createIndex('approvals_by_request')
    .unique()
    .on('approvals')
    .columns(['run_id', 'request_id'])
    .execute()
  await schema
    .createIndex('permissions_open')
    .on('approvals')
    .columns(['task_id', 'expires_at'])
    .where(sql.ref('kind'), '=', sql.lit('permission'))
    .where(sql.ref('status'), '=', sql.lit('pending'))
    .execute()

  await schema
    .createTable('permission_rules')
    .addColumn('desktop_id', 'text', (c) => c.primaryKey().references('desktops.id'))
    .addColumn('rules', 'text', (c) => c.notNull())
    .modifyEnd(sql`strict`)
    .execute()
}

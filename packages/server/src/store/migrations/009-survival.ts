import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('tasks').addColumn('timeout_seconds', 'integer').execute()
  await db.schema.alterTable('desktops').addColumn('default_timeout_seconds', 'integer').execute()

  await db.schema.alterTable('tasks').addColumn('output_removed_at', 'integer').execute()
  // Those whose output will be too old one day.
  await db.schema
    .createIndex('tasks_with_output')
    .on('tasks')
    .columns(['completed_at'])
    .where('completed_at', 'is not', null)
    .where(sql.ref('output_removed_at'), 'is', null)
    .where(sql.ref('run_id'), 'is not', null)
    .execute()

  await db.schema
    .createTable('idempotency_keys')
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('route', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('fingerprint', 'text', (c) => c.notNull())
    .addColumn('status', 'integer', (c) => c.notNull())
    .addColumn('body', 'text')
    .addColumn('effect', 'text')
    .addColumn('created_at', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('idempotency_keys_by_user', ['user_id', 'route', 'key'])
    .modifyEnd(sql`strict, without rowid`)
    .execute()
  await db.schema
    .createIndex('idempotency_keys_by_age')
    .on('idempotency_keys')
    .columns(['created_at'])
    .execute()
}

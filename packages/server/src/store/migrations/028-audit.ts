import { type Kysely, sql } from 'kysely'

/**
 * Who did what. The log has no key to its workspace: it outlives it. The rest is null for what was done
 * before: nobody knows by whom.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('at', 'integer', (column) => column.notNull())
    .addColumn('actor_kind', 'text')
    .addColumn('actor_id', 'text')
    .addColumn('actor_name', 'text')
    .addColumn('user_id', 'text')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('target', 'text')
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('address', 'text')
    .addColumn('user_agent', 'text')
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_key', ['workspace_id', 'seq'])
    .modifyEnd(sql`strict`)
    .execute()
  for (const column of ['actor_id', 'action', 'target']) {
    await db.schema
      .createIndex(`audit_by_${column}`)
      .on('audit')
      .columns(['workspace_id', column, 'seq'])
      .execute()
  }
  await db.schema
    .createIndex('audit_refused')
    .on('audit')
    .columns(['workspace_id', 'seq'])
    .where(sql.ref('outcome'), '!=', sql.lit('ok'))
    .execute()
  await db.schema
    .createTable('audit_heads')
    .addColumn('workspace_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('removed_seq', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('removed_hash', 'text', (column) => column.notNull())
    .modifyEnd(sql`strict`)
    .execute()
  await db.schema.alterTable('activity').addColumn('actor', 'text').execute()
  await db.schema.alterTable('tasks').addColumn('created_by', 'text').execute()
  await db.schema.alterTable('tasks').addColumn('started_by', 'text').execute()
  await db.schema.alterTable('approvals').addColumn('resolver', 'text').execute()
}

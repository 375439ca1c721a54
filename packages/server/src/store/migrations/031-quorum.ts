import { type Kysely, sql } from 'kysely'

/** Results that several people approve: who may, how many have to, and who has. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  const workspaces = () => schema.alterTable('workspaces')
  await workspaces()
    .addColumn('approver_role', 'text', (c) => c.notNull().defaultTo('approver'))
    .execute()
  await workspaces()
    .addColumn('approve_own', 'integer', (c) => c.notNull().defaultTo(1))
    .execute()
  await workspaces()
    .addColumn('approval_quorum', 'integer', (c) => c.notNull().defaultTo(1))
    .execute()
  await workspaces().addColumn('approval_reminder_seconds', 'integer').execute()

  for (const column of ['approvals_asked', 'approvals_needed'] as const) {
    await schema.alterTable('tasks').addColumn(column, 'integer').execute()
  }
  for (const column of ['votes', 'owners'] as const) {
    await schema.alterTable('tasks').addColumn(column, 'text').execute()
  }
  await schema.alterTable('approvals').addColumn('reminded_at', 'integer').execute()

  await schema
    .createIndex('tasks_with_votes')
    .on('tasks')
    .columns(['workspace_id', 'id'])
    .where(sql.ref('status'), '=', sql.lit('review'))
    .where(sql.ref('votes'), 'is not', null)
    .execute()
  await schema
    .createIndex('approvals_unreminded')
    .on('approvals')
    .columns(['workspace_id', 'created_at'])
    .where(sql.ref('status'), '=', sql.lit('pending'))
    .where(sql.ref('reminded_at'), 'is', null)
    .execute()
}

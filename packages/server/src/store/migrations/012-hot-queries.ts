import { type Kysely, sql } from 'kysely'

const isPending = [sql.ref('status'), '=', sql.lit('pending')] as const
const isPermission = [sql.ref('kind'), '=', sql.lit('permission')] as const

/** What is asked each second, and every combination of a list's filters, finds its rows by an index. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema
    .createIndex('activity_by_type')
    .on('activity')
    .columns(['workspace_id', 'type', 'seq'])
    .execute()
  // A desktop's events of a type are told apart in its index: one more index would cost each write more.
  await schema.dropIndex('activity_by_desktop').execute()
  await schema
    .createIndex('activity_by_desktop')
    .on('activity')
    .columns(['desktop_id', 'seq', 'type'])
    .execute()
  await schema
    .createIndex('tasks_by_desktop_and_status')
    .on('tasks')
    .columns(['desktop_id', 'status', 'id'])
    .where(sql.ref('chat'), '=', sql.lit(0))
    .execute()
  await schema
    .createIndex('api_keys_by_workspace')
    .on('api_keys')
    .columns(['workspace_id', 'id'])
    .execute()

  // Only what waits for a person is ever listed; what is settled is in none of these.
  for (const index of ['approvals_by_status', 'permissions_open']) {
    await schema.dropIndex(index).execute()
  }
  await schema
    .createIndex('approvals_pending')
    .on('approvals')
    .columns(['workspace_id', 'id'])
    .where(...isPending)
    .execute()
  await schema
    .createIndex('approvals_pending_by_kind')
    .on('approvals')
    .columns(['workspace_id', 'kind', 'id'])
    .where(...isPending)
    .execute()
  await schema
    .createIndex('permissions_of_task')
    .on('approvals')
    .columns(['task_id', 'id'])
    .where(...isPermission)
    .where(...isPending)
    .execute()
  await schema
    .createIndex('permissions_by_expiry')
    .on('approvals')
    .columns(['expires_at', 'id'])
    .where(...isPermission)
    .where(...isPending)
    .execute()
}

import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // The challenge by which the runner was let in last, by its time: an earlier one doesn't count again.
  await db.schema.alterTable('desktops').addColumn('challenged_at', 'integer').execute()
  // The turns of chats that have just ended, for who may not have been told of it.
  await db.schema
    .createIndex('chat_by_completion')
    .on('tasks')
    .columns(['workspace_id', 'completed_at'])
    .where(sql.ref('chat'), '=', sql.lit(1))
    .where(sql.ref('completed_at'), 'is not', null)
    .execute()
}

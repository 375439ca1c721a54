import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // The few tasks that were prompts, and the sum over a day reads nothing else.
  await db.schema
    .createIndex('tasks_by_usage')
    .on('tasks')
    .columns(['workspace_id', 'started_at', 'usage'])
    .where(sql.ref('usage'), 'is not', null)
    .execute()
}

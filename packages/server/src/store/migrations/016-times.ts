import { type Kysely, sql } from 'kysely'

/**
 * When a task's process ended and when its review began. Nothing is written for the tasks that are over:
 * there may be millions, and nobody has seen it by a clock that can be trusted.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('tasks').addColumn('process_ended_at', 'integer').execute()
  await db.schema.alterTable('tasks').addColumn('review_started_at', 'integer').execute()
  await sql`update tasks set review_started_at =
      (select max(created_at) from approvals where task_id = tasks.id and kind = 'result')
    where id in (select task_id from approvals where status = 'pending' and kind = 'result')`.execute(
    db,
  )
}

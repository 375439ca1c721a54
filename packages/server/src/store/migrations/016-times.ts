import { type Kysely, sql } from 'kysely'
import { engineOf } from '../engine.ts'

/**
 * When a task's process ended and when its review began. When it started was told by the desktop's
 * clock, which may have been wrong: of tasks that no longer run only remains that they have started (0),
 * and of those that run nothing that can't be.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('tasks').addColumn('process_ended_at', 'integer').execute()
  await db.schema.alterTable('tasks').addColumn('review_started_at', 'integer').execute()
  if (engineOf(db) !== 'sqlite') return
  await sql`update tasks set process_started_at = case status
      when 'running' then max(started_at, min(process_started_at, unixepoch() * 1000)) else 0 end
    where process_started_at is not null`.execute(db)
  await sql`update tasks set review_started_at =
      (select max(created_at) from approvals where task_id = tasks.id and kind = 'result')
    where id in (select task_id from approvals where status = 'pending' and kind = 'result')`.execute(
    db,
  )
}

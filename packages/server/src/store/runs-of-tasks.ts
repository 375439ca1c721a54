import type { Db, RunRow, TaskRow } from './schema.ts'
import { Place } from './tables/tasks.ts'

/** A run with what its task says about it. */
export type RunOfTask = RunRow &
  Pick<
    TaskRow,
    | 'workspace_id'
    | 'content'
    | 'status'
    | 'cancel_requested_at'
    | 'run_id'
    | 'type'
    | 'timeout_seconds'
    | 'grace_seconds'
    | 'chat'
  >

export function runsOfTasks(db: Db) {
  return db
    .selectFrom('runs')
    .innerJoin('tasks', 'tasks.id', 'runs.task_id')
    .where('tasks.chat', '!=', Place.DELETED)
    .selectAll('runs')
    .select([
      'tasks.workspace_id',
      'tasks.content',
      'tasks.status',
      'tasks.cancel_requested_at',
      'tasks.run_id',
      'tasks.type',
      'tasks.timeout_seconds',
      'tasks.grace_seconds',
      'tasks.chat',
    ])
}

import { fail } from '@mission-control/protocol'
import type { Db } from '../store/schema.ts'
import { findTask, type TaskView } from '../store/tasks.ts'

/** The task, if it is one of the workspace; else `task_not_found`. */
export async function requireTask(db: Db, workspaceId: string, id: string): Promise<TaskView> {
  const task = await findTask(db, workspaceId, id)
  return task ?? fail('task_not_found', `There is no task ${JSON.stringify(id)}.`)
}

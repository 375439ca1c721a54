import { fail } from '@mission-control/protocol'
import { hold } from '../store/locks.ts'
import type { Db, TaskRow, Tx } from '../store/schema.ts'
import { findTask, type TaskView } from '../store/tasks.ts'

/** The task, if it is one of the workspace; else `task_not_found`. */
export async function requireTask(db: Db, workspaceId: string, id: string): Promise<TaskView> {
  return (await findTask(db, workspaceId, id)) ?? noTask(id)
}

export function noTask(id: string): never {
  return fail('task_not_found', `There is no task ${JSON.stringify(id)}.`)
}

/** Like `requireTask`, for changing the task: it stays locked until the commit. */
export async function holdTask(tx: Tx, workspaceId: string, id: string): Promise<TaskView> {
  await hold(tx, 'task', id)
  return await requireTask(tx, workspaceId, id)
}

/** What belongs to a chat is not a task to be dealt with by itself. */
export function refuseChat({ chat }: TaskRow, instead: string): void {
  if (chat === 1) fail('status_conflict', `This is a message of a chat: ${instead}.`)
}

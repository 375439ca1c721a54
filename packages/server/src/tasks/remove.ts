import { fail, isFinal } from '@mission-control/protocol'
import type { Caller, Core } from '../core.ts'
import { deleteTask } from '../store/tasks.ts'
import { requireTask } from './find.ts'

/** Deletes a task that has ended, with its output and approvals. What happened stays in the activity. */
export async function removeTask(core: Core, caller: Caller, id: string): Promise<void> {
  await core.store.write(async (tx) => {
    const task = await requireTask(tx, caller.workspaceId, id)
    if (!isFinal(task.status)) {
      fail('status_conflict', `To delete it, the task must have ended; it is ${task.status}.`)
    }
    await deleteTask(tx, id)
  })
}

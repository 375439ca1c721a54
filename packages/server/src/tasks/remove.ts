import { fail, isFinal } from '@mission-control/protocol'
import { type Caller, type Core, transact } from '../core.ts'
import { appendActivity } from '../store/activity.ts'
import { deleteTask } from '../store/tasks.ts'
import { holdTask, refuseChat } from './find.ts'
import { toTaskPayload } from './present.ts'

/** Deletes a task that has ended, with its output and approvals. What happened stays in the activity. */
export async function removeTask(core: Core, caller: Caller, id: string): Promise<void> {
  await transact(core, caller.workspaceId, async (tx) => {
    const task = await holdTask(tx, caller.workspaceId, id)
    refuseChat(task, 'to delete it, clear the chat')
    if (!isFinal(task.status)) {
      fail(
        'status_conflict',
        `Can't delete this task: expected it to have ended, it is ${task.status}. Cancel it first.`,
      )
    }
    await deleteTask(tx, id)
    await appendActivity(tx, caller.workspaceId, core.now(), [
      { type: 'task.deleted', payload: toTaskPayload(task, task.status) },
    ])
  })
}

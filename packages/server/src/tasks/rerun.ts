import type { FieldError, NewTask, Task } from '@mission-control/protocol'
import { type Caller, type Core, transact } from '../core.ts'
import type { TaskRow } from '../store/schema.ts'
import { findTask } from '../store/tasks.ts'
import { createAll } from './create.ts'
import { refuse, unknown } from './tries.ts'

/** Creates the tasks once more, as they were: all or none, in the order given. */
export async function rerunTasks(core: Core, caller: Caller, ids: string[]): Promise<Task[]> {
  return await transact(core, caller.workspaceId, async (tx) => {
    const errors: FieldError[] = []
    const tasks: NewTask[] = []
    for (const [i, id] of ids.entries()) {
      const earlier = await findTask(tx, caller.workspaceId, id)
      if (!earlier || earlier.chat === 1) errors.push(unknown(`ids.${i}`, id))
      else tasks.push(again(earlier))
    }
    if (errors.length > 0) refuse(errors)
    return await createAll(tx, caller, tasks, core.now(), (i) => `ids.${i}`)
  })
}

function again(earlier: TaskRow): NewTask {
  return {
    type: earlier.type,
    content: earlier.content,
    desktopId: earlier.desktop_id,
    requiresApproval: earlier.requires_approval === 1,
    ...(earlier.approvals_asked !== null && { approvals: { required: earlier.approvals_asked } }),
    timeoutSeconds: earlier.timeout_seconds,
    graceSeconds: earlier.grace_seconds,
    rerunOf: earlier.id,
  }
}

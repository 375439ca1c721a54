import type { FieldError, NewTask, Task } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import type { TaskRow } from '../store/schema.ts'
import { findTask } from '../store/tasks.ts'
import type { Starter } from './agent-key.ts'
import { createAll, keepNew } from './create.ts'
import { runNew } from './run.ts'
import { refuse, unknown } from './tries.ts'

/** Creates the tasks once more, as they were: all or none, in the order given; `isRun`: runs them as well. */
export async function rerunTasks(
  core: Core,
  caller: Starter,
  ids: string[],
  isRun = false,
): Promise<Task[]> {
  const terms = { at: core.now, pathOf: (i: number) => `ids.${i}`, isRun }
  const way = isRun ? runNew : keepNew
  return await way(core, caller, async (tx) => {
    const errors: FieldError[] = []
    const tasks: NewTask[] = []
    for (const [i, id] of ids.entries()) {
      const earlier = await findTask(tx, caller.workspaceId, id)
      if (!earlier || earlier.chat === 1) errors.push(unknown(`ids.${i}`, id))
      else tasks.push(again(earlier))
    }
    if (errors.length > 0) refuse(errors)
    return await createAll(tx, caller, tasks, terms)
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

import type { Review, Task } from '@mission-control/protocol'
import { taskMoved } from '../chat/advance.ts'
import { type Caller, type Core, transact } from '../core.ts'
import type { TaskRow, Tx } from '../store/schema.ts'
import type { TaskView } from '../store/tasks.ts'
import { holdTask } from './find.ts'
import { moveTask } from './move.ts'
import { failure, toTask } from './present.ts'

/** Reviews the result of a task; its approval is resolved with it. */
export async function reviewTask(
  core: Core,
  caller: Caller,
  id: string,
  review: Review,
): Promise<Task> {
  const task = await transact(core, caller.workspaceId, async (tx) => {
    const seen = await holdTask(tx, caller.workspaceId, id)
    return await reviewResult(tx, seen, review, { by: caller.userId, at: core.now() })
  })
  taskMoved(core, task)
  return toTask(task)
}

export async function reviewResult(
  tx: Tx,
  seen: TaskRow,
  { decision, feedback }: Review,
  { by, at }: { by: string; at: number },
): Promise<TaskView> {
  return await moveTask(tx, seen, {
    action: decision,
    at,
    decidedBy: by,
    changes: {
      feedback: feedback ?? null,
      ...(decision === 'reject' && failure('rejected', 'The result was rejected.')),
    },
  })
}

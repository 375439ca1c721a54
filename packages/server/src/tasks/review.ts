import { type Approval, fail, type Review, type Task } from '@mission-control/protocol'
import { toApproval } from '../approvals/present.ts'
import { type Caller, type Core, transact } from '../core.ts'
import { findApproval } from '../store/approvals.ts'
import type { TaskRow, Tx } from '../store/schema.ts'
import type { TaskView } from '../store/tasks.ts'
import { requireTask } from './find.ts'
import { moveTask } from './move.ts'
import { failure, toTask } from './present.ts'

/** Judges the result of a task in review; its approval is resolved with it. */
export async function reviewTask(
  core: Core,
  caller: Caller,
  id: string,
  review: Review,
): Promise<Task> {
  const task = await transact(core, caller.workspaceId, async (tx) => {
    const seen = await requireTask(tx, caller.workspaceId, id)
    return await judge(core, caller, tx, seen, review)
  })
  return toTask(task)
}

/** The same, by the approval's id. */
export async function resolveApproval(
  core: Core,
  caller: Caller,
  id: string,
  review: Review,
): Promise<Approval> {
  return await transact(core, caller.workspaceId, async (tx) => {
    const approval = await requireApproval(tx, caller.workspaceId, id)
    if (approval.status !== 'pending') {
      fail(
        'status_conflict',
        `To resolve it, the approval must be pending; it is ${approval.status}.`,
      )
    }
    const seen = await requireTask(tx, caller.workspaceId, approval.task_id)
    await judge(core, caller, tx, seen, review)
    return toApproval(await requireApproval(tx, caller.workspaceId, id))
  })
}

async function requireApproval(tx: Tx, workspaceId: string, id: string) {
  const approval = await findApproval(tx, workspaceId, id)
  return approval ?? fail('approval_not_found', `There is no approval ${JSON.stringify(id)}.`)
}

async function judge(
  core: Core,
  caller: Caller,
  tx: Tx,
  seen: TaskRow,
  { decision, feedback }: Review,
): Promise<TaskView> {
  return await moveTask(tx, seen, {
    action: decision,
    at: core.now(),
    decidedBy: caller.userId,
    changes: {
      feedback: feedback ?? null,
      ...(decision === 'reject' && failure('rejected', 'The result was rejected.')),
    },
  })
}

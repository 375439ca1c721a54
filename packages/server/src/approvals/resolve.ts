import { type Approval, fail, type Resolution } from '@mission-control/protocol'
import { type Caller, type Core, transact } from '../core.ts'
import { answerPermission } from '../permissions/answer.ts'
import { deliver } from '../permissions/settle.ts'
import { type ApprovalOfTask, findApproval } from '../store/approvals.ts'
import { hold } from '../store/locks.ts'
import type { Tx } from '../store/schema.ts'
import { holdTask } from '../tasks/find.ts'
import { reviewResult } from '../tasks/review.ts'
import { toApproval } from './present.ts'

/** Resolves a pending approval: a result moves its task, a permission lets its agent go on. */
export async function resolveApproval(
  core: Core,
  caller: Caller,
  id: string,
  resolution: Resolution,
): Promise<Approval> {
  const { approval, answered } = await transact(core, caller.workspaceId, async (tx) => {
    await hold(tx, 'desktop', (await requireApproval(tx, caller.workspaceId, id)).desktop_id)
    const seen = await requireApproval(tx, caller.workspaceId, id)
    if (seen.status !== 'pending') {
      fail(
        'status_conflict',
        `Can't resolve this approval: expected it to be pending, it is ${seen.status}.`,
      )
    }
    const who = { by: caller.userId, at: core.now() }
    const answered =
      seen.kind === 'permission' ? await answerPermission(tx, seen, resolution, who) : []
    if (seen.kind === 'result') {
      const task = await holdTask(tx, caller.workspaceId, seen.task_id)
      await reviewResult(tx, task, resolution, who)
    }
    return { approval: await requireApproval(tx, caller.workspaceId, id), answered }
  })
  deliver(core, answered)
  return toApproval(approval)
}

async function requireApproval(tx: Tx, workspaceId: string, id: string): Promise<ApprovalOfTask> {
  return (await findApproval(tx, workspaceId, id)) ?? noApproval(id)
}

export function noApproval(id: string): never {
  return fail('approval_not_found', `There is no approval ${JSON.stringify(id)}.`)
}

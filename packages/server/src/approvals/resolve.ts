import { type Approval, fail, type Resolution } from '@mission-control/protocol'
import { taskMoved } from '../chat/advance.ts'
import { type Caller, type Core, transact } from '../core.ts'
import { answerPermission } from '../permissions/answer.ts'
import { type Answered, deliver } from '../permissions/settle.ts'
import { type ApprovalOfTask, findApproval } from '../store/approvals.ts'
import { hold } from '../store/locks.ts'
import type { Tx } from '../store/schema.ts'
import { readSettings } from '../store/workspaces.ts'
import { holdTask } from '../tasks/find.ts'
import { type Reviewed, reviewResult } from '../tasks/review.ts'
import { requireDecider } from './ballot.ts'
import { toApproval } from './present.ts'

/** Resolves a pending approval: a result moves its task, a permission lets its agent go on. */
export async function resolveApproval(
  core: Core,
  caller: Caller,
  id: string,
  resolution: Resolution,
): Promise<Approval> {
  const { approval, answered, reviewed } = await transact(core, caller.workspaceId, async (tx) => {
    await hold(tx, 'desktop', (await requireApproval(tx, caller.workspaceId, id)).desktop_id)
    const seen = await requireApproval(tx, caller.workspaceId, id)
    if (seen.status !== 'pending') {
      fail(
        'status_conflict',
        `Can't resolve this approval: expected it to be pending, it is ${seen.status}.`,
      )
    }
    const at = core.now()
    let answered: Answered[] = []
    let reviewed: Reviewed | undefined
    if (seen.kind === 'permission') {
      const rules = await readSettings(tx, caller.workspaceId)
      // About a permission whoever may reject may decide: it is nobody's own.
      await requireDecider(tx, { rules, owners: [] }, caller, 'reject')
      answered = await answerPermission(tx, seen, resolution, { by: caller.userId, at })
    } else {
      const task = await holdTask(tx, caller.workspaceId, seen.task_id)
      reviewed = await reviewResult(tx, task, resolution, caller, at)
    }
    return { approval: await requireApproval(tx, caller.workspaceId, id), answered, reviewed }
  })
  deliver(core, answered)
  taskMoved(core, reviewed?.task)
  const shown = toApproval(approval)
  if (!reviewed?.repeated) return shown
  return { ...shown, approvals: { ...shown.approvals!, repeated: true } }
}

async function requireApproval(tx: Tx, workspaceId: string, id: string): Promise<ApprovalOfTask> {
  return (await findApproval(tx, workspaceId, id)) ?? noApproval(id)
}

export function noApproval(id: string): never {
  return fail('approval_not_found', `There is no approval ${JSON.stringify(id)}.`)
}

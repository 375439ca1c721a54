import { type Core, transact } from '../core.ts'
import { appendActivity } from '../store/activity.ts'
import { listReminding, listUnreminded, setReminded } from '../store/approvals.ts'
import { toApprovalPayload } from './present.ts'

/** Calls approvals to mind that have waited for as long as their workspace says; each once. */
export async function remindOfApprovals(core: Core): Promise<void> {
  const at = core.now()
  for (const { id, seconds } of await listReminding(core.store.db)) {
    const due = await listUnreminded(core.store.db, id, at - seconds * 1000)
    for (const approval of due) await remind(core, id, approval, at)
  }
}

async function remind(
  core: Core,
  workspaceId: string,
  { id, desktop_id }: { id: string; desktop_id: string },
  at: number,
): Promise<void> {
  await transact(core, workspaceId, async (tx) => {
    const approval = await setReminded(tx, id, at)
    if (!approval) return
    const payload = toApprovalPayload(approval, desktop_id)
    await appendActivity(tx, workspaceId, at, [{ type: 'approval.reminded', payload }])
  })
}

import { findPermission, listOpenOfTask } from '../store/permissions.ts'
import type { Tx } from '../store/schema.ts'
import { settle, settleAll } from './settle.ts'

/** Expires the open questions of a task: nobody needs their answers any more. */
export async function expirePermissions(tx: Tx, taskId: string, at: number): Promise<void> {
  const settlement = { status: 'expired', at } as const
  await settleAll(
    tx,
    (await listOpenOfTask(tx, taskId)).map((open) => ({ open, settlement })),
  )
}

/** Expires a question that the agent has withdrawn. */
export async function withdraw(
  tx: Tx,
  run: { id: string; desktop_id: string },
  requestId: string,
  at: number,
): Promise<void> {
  const row = await findPermission(tx, run.id, requestId)
  if (row) await settle(tx, { ...row, desktop_id: run.desktop_id }, { status: 'expired', at })
}

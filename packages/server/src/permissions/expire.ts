import { findPermission, listOpenOfTask } from '../store/permissions.ts'
import type { Tx } from '../store/schema.ts'
import { settle } from './settle.ts'

/** Nobody needs the answers any more that the task waits for. */
export async function expirePermissions(tx: Tx, taskId: string, at: number): Promise<void> {
  for (const open of await listOpenOfTask(tx, taskId)) {
    await settle(tx, open, { status: 'expired', at })
  }
}

/** The agent doesn't need the answer to this request any more. */
export async function withdraw(
  tx: Tx,
  run: { id: string; desktop_id: string },
  requestId: string,
  at: number,
): Promise<void> {
  const row = await findPermission(tx, run.id, requestId)
  if (row) await settle(tx, { ...row, desktop_id: run.desktop_id }, { status: 'expired', at })
}

import type { ApprovalStatus } from '@mission-control/protocol'
import type { DownOf } from '@mission-control/protocol/runner'
import { toApprovalPayload } from '../approvals/present.ts'
import type { Core } from '../core.ts'
import { appendActivity } from '../store/activity.ts'
import { anyOpenOfTask, type PermissionOfTask, settlePending } from '../store/permissions.ts'
import type { ApprovalRow, Tx } from '../store/schema.ts'

export type PermissionAnswer = DownOf<'permissionAnswer'>

/** What the agent hears where no person has said no. */
export const BY_RULE = 'A rule of this desktop says no.'

/** How a permission comes to its end, and by whom. */
export interface Settlement {
  status: Exclude<ApprovalStatus, 'pending'>
  at: number
  /** The user; null: no person. */
  by?: string | null
  feedback?: string | null
  /** It holds from now on, by a rule. */
  always?: boolean
}

/** An answer, and whose runner it is for. */
export interface Answered {
  desktopId: string
  answer: PermissionAnswer
}

/**
 * Settles an open permission, once, by compare-and-set, with its event; no other code does. Null when
 * it is settled already: of an answer, a time-out and an end that race, the first one counts.
 */
export async function settle(
  tx: Tx,
  open: PermissionOfTask,
  { status, at, by = null, feedback = null, always = false }: Settlement,
): Promise<Answered | null> {
  const row = await settlePending(tx, open.id, {
    status,
    resolved_at: at,
    resolved_by: by,
    feedback,
  })
  if (!row) return null
  const waiting = (await anyOpenOfTask(tx, row.task_id)) ? 'permission' : null
  await appendActivity(tx, row.workspace_id, at, [
    { type: 'approval.resolved', payload: toApprovalPayload(row, open.desktop_id, waiting) },
  ])
  return { desktopId: open.desktop_id, answer: answerOf(row, always) }
}

/** What the run is told. Whoever asks again after the end hears no. */
export function answerOf(row: ApprovalRow, always = false): PermissionAnswer {
  return {
    type: 'permissionAnswer',
    runId: row.run_id!,
    requestId: row.request_id!,
    allowed: row.status === 'approved',
    always,
    feedback: row.feedback,
  }
}

/** To be called once they are on disk. A runner that can't be told now asks again when it is back. */
export function deliver(core: Core, answered: readonly (Answered | null)[]): void {
  for (const each of answered) {
    if (each) core.bus.publish('desktop', each.desktopId, { kind: 'answer', answer: each.answer })
  }
}

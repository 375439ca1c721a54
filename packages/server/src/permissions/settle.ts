import type { ActivityEvent, ApprovalStatus } from '@mission-control/protocol'
import type { DownOf } from '@mission-control/protocol/runner'
import { toApprovalPayload } from '../approvals/present.ts'
import type { Core } from '../core.ts'
import { appendActivity } from '../store/activity.ts'
import { type PermissionOfTask, settlePending, tasksWithOpen } from '../store/permissions.ts'
import type { ApprovalRow, Tx } from '../store/schema.ts'

export type PermissionAnswer = DownOf<'permissionAnswer'>

/** What the agent hears when a rule, and no person, denied it. */
export const BY_RULE = 'A rule of this desktop forbids this.'

/** How a permission comes to its end, and by whom. */
export interface Settlement {
  status: Exclude<ApprovalStatus, 'pending'>
  at: number
  /** The user who answered; null: no person did. */
  by?: string | null
  feedback?: string | null
  /** A rule decides it, from now on and in future. */
  always?: boolean
}

/** An answer, and whose runner it is for. */
export interface Answered {
  desktopId: string
  answer: PermissionAnswer
}

/** {@link settleAll} for one. */
export async function settle(
  tx: Tx,
  open: PermissionOfTask,
  settlement: Settlement,
): Promise<Answered | null> {
  const [answered] = await settleAll(tx, [{ open, settlement }])
  return answered ?? null
}

/**
 * Settles open permissions of one workspace, each once, by compare-and-set, with its event; no other
 * code does. What is settled already is left out: of an answer, a time-out and an end that race, the
 * first one counts. The time is that of so many writes, however many are open.
 */
export async function settleAll(
  tx: Tx,
  decisions: readonly { open: PermissionOfTask; settlement: Settlement }[],
): Promise<Answered[]> {
  const settled: { row: ApprovalRow; desktopId: string; at: number; always: boolean }[] = []
  for (const { open, settlement } of decisions) {
    const { status, at, by = null, feedback = null, always = false } = settlement
    const answer = { status, resolved_at: at, resolved_by: by, feedback }
    const row = await settlePending(tx, open.id, answer)
    if (row) settled.push({ row, desktopId: open.desktop_id, at, always })
  }
  const last = settled.at(-1)
  if (last === undefined) return []
  // Each event says what its task waits for from then on: until the last one of it, for the next.
  const waiting = await tasksWithOpen(tx, new Set(settled.map(({ row }) => row.task_id)))
  const events: ActivityEvent[] = []
  for (const { row, desktopId } of settled.toReversed()) {
    const waits = waiting.has(row.task_id) ? 'permission' : null
    waiting.add(row.task_id)
    const payload = toApprovalPayload(row, desktopId, waits)
    events.push({ type: 'approval.resolved', payload })
  }
  await appendActivity(tx, last.row.workspace_id, last.at, events.reverse())
  return settled.map(({ row, desktopId, always }) => ({ desktopId, answer: answerOf(row, always) }))
}

/** The answer that the run gets. A question that has expired is answered with a denial. */
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

/**
 * Call it once the answers are on disk. A runner that can't be reached now asks again when it is
 * back.
 */
export function deliver(core: Core, answered: readonly (Answered | null)[]): void {
  for (const each of answered) {
    if (each) core.bus.publish('desktop', each.desktopId, { kind: 'answer', answer: each.answer })
  }
}

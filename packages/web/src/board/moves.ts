import type { Scope, TaskStatus } from '@mission-control/protocol'
import type { Card } from '../live/live.ts'
import { text } from '../strings/index.ts'
import { isAllowed, scopeOf, type TaskAction } from '../tasks/allowed.ts'

/** What dropping a card on a column stands for, or why that column can't take it. */
export type Move = { action: TaskAction; label: string } | { refusal: string }

const MEANING: Record<TaskStatus, { action: TaskAction | null; label: string; refusal: string }> = {
  pending: { action: null, label: '', refusal: text.board.drop.notPending },
  running: { action: 'run', label: text.board.drop.run, refusal: text.board.drop.notRunning },
  review: { action: null, label: '', refusal: text.board.drop.notReview },
  done: { action: 'approve', label: text.board.drop.approve, refusal: text.board.drop.notDone },
  failed: { action: 'reject', label: text.board.drop.reject, refusal: text.board.drop.notFailed },
  cancelled: {
    action: 'cancel',
    label: text.board.drop.cancel,
    refusal: text.board.drop.notCancelled,
  },
}

/** null: the card is there already. */
export function moveTo(
  status: TaskStatus,
  card: Pick<Card, 'status' | 'cancelRequestedAt' | 'sending' | 'before'>,
  /** Why the person can't do it. */
  whyNot: (scope: Scope) => string | null = () => null,
): Move | null {
  if (card.status === status) return null
  const { action, label, refusal } = MEANING[status]
  if (!action || !isAllowed(action, card)) return { refusal }
  const why = whyNot(scopeOf(action))
  return why === null ? { action, label } : { refusal: why }
}

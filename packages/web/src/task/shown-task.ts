import { firstLine, type Task } from '@mission-control/protocol'
import type { Card } from '../live/live.ts'

/** A task as its page shows it: what the live state knows, and what only the task itself holds. */
export interface ShownTask extends Card {
  /** null: not loaded yet. */
  content: string | null
  result: string | null
  timeoutSeconds: number | null
  graceSeconds: number | null
  outputRemovedAt: string | null
  /** The newest task that runs it again. */
  rerunAs: string | null
}

/** The live state is never behind what was asked for; a task that is on no board has only that. */
export function shownTask(card: Card | undefined, task: Task | undefined): ShownTask | undefined {
  if (card) {
    const {
      content = null,
      result = null,
      timeoutSeconds = null,
      graceSeconds = null,
      outputRemovedAt = null,
      rerunAs = null,
    } = task ?? {}
    // The board doesn't tell how a task that is over was approved.
    const approvals = card.approvals ?? task?.approvals ?? null
    const known = {
      approvals,
      content,
      result,
      timeoutSeconds,
      graceSeconds,
      outputRemovedAt,
      rerunAs,
    }
    return { ...card, ...known }
  }
  return task && { ...task, summary: firstLine(task.content), tail: null, asOf: 0 }
}

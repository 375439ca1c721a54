import { moveInBatch } from './batches.ts'
import type { Draft } from './draft.ts'
import type { Card } from './live.ts'
import type { Message } from './messages.ts'

/** An action is being sent; nothing else has happened yet. */
export function intend(draft: Draft, { id, intent }: Extract<Message, { type: 'intend' }>): void {
  const card = draft.card(id)
  if (card && !card.sending && !card.before) draft.put({ ...card, sending: intent })
}

/**
 * The server has done it, and the card shows that, even while the event is still on its way. The
 * card keeps its earlier state, which the next event about the task puts back first. If the event
 * came first, nothing is left to do.
 */
export function answered(draft: Draft, { id, at }: Extract<Message, { type: 'answered' }>): void {
  const known = draft.card(id)
  if (!known?.sending) return
  const { sending: intent, ...card } = known
  draft.count(card.status, -1)
  if (intent === 'deleted') {
    moveInBatch(draft, card, card.status, null)
    draft.put({ ...card, hidden: true, before: card })
    return
  }
  const next: Card =
    intent === 'cancelling'
      ? { ...card, cancelRequestedAt: new Date(at).toISOString() }
      : { ...card, status: intent }
  draft.count(next.status, 1)
  moveInBatch(draft, card, card.status, next.status)
  draft.put({ ...next, before: card })
}

/** Ends an intent: the event about the task has arrived, or the action failed. */
export function endIntent(draft: Draft, id: string): void {
  const card = draft.card(id)
  if (card?.sending) draft.put({ ...card, sending: undefined })
  if (!card?.before) return
  if (!card.hidden) draft.count(card.status, -1)
  draft.count(card.before.status, 1)
  moveInBatch(draft, card, card.hidden ? null : card.status, card.before.status)
  draft.put(card.before)
}

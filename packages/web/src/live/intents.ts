import type { Draft } from './draft.ts'
import type { Card } from './live.ts'
import type { Message } from './messages.ts'

/**
 * Shows an action's result before the server has answered. The card keeps what it was: the next event
 * about the task, or a refusal, puts that back first.
 */
export function intend(draft: Draft, message: Extract<Message, { type: 'intend' }>): void {
  const { id, intent, at } = message
  const card = draft.card(id)
  if (!card || card.before) return
  draft.count(card.status, -1)
  if (intent === 'deleted') {
    draft.put({ ...card, hidden: true, before: card })
    return
  }
  const next: Card =
    intent === 'cancelling'
      ? { ...card, cancelRequestedAt: new Date(at).toISOString() }
      : { ...card, status: intent }
  draft.count(next.status, 1)
  draft.put({ ...next, before: card })
}

/** What was only intended is undone: the truth about the task has come, or never will. */
export function settle(draft: Draft, id: string): void {
  const card = draft.card(id)
  if (!card?.before) return
  if (!card.hidden) draft.count(card.status, -1)
  draft.count(card.before.status, 1)
  draft.put(card.before)
}

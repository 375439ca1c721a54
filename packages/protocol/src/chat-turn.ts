import type { ChatTurn } from './resources/chat.ts'

/**
 * Whether the turn is over. Kept apart from its schema, so that a client needs no schema library.
 */
export function isOver({ status }: Pick<ChatTurn, 'status'>): boolean {
  return status !== 'queued' && status !== 'running'
}

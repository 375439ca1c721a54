import type { ChatMessage } from './down.ts'

const SAYS = { user: 'User', assistant: 'You' } as const

/**
 * For agents that take one text and no conversation: puts what was said before in front of the
 * prompt.
 */
export function withHistory(prompt: string, history: readonly ChatMessage[]): string {
  if (history.length === 0) return prompt
  const said = history.map(({ role, content }) => `${SAYS[role]}: ${content}`)
  return `Our conversation so far:\n\n${said.join('\n\n')}\n\nNow the user says:\n\n${prompt}`
}

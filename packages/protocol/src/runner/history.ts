import type { ChatMessage } from './down.ts'

const SAYS = { user: 'User', assistant: 'You' } as const

/** For who takes one text and no conversation: what was said before, in front of what is said now. */
export function withHistory(prompt: string, history: readonly ChatMessage[]): string {
  if (history.length === 0) return prompt
  const said = history.map(({ role, content }) => `${SAYS[role]}: ${content}`)
  return `Our conversation so far:\n\n${said.join('\n\n')}\n\nNow the user says:\n\n${prompt}`
}

import type { Task } from '@mission-control/protocol'
import { text } from '../strings/index.ts'

/** How many characters of an answer go with the next try: its beginning says most. */
const RESULT_MAX = 8_000

const words = text.newTask.context

/** What the agent is told about the earlier try; null: nothing. */
export function contextOf({ result, feedback }: Pick<Task, 'result' | 'feedback'>): string | null {
  const parts = [
    result && `${words.result}\n${quoted(clipped(result))}`,
    feedback && `${words.feedback}\n${quoted(feedback)}`,
  ].filter((part) => part)
  return parts.length === 0 ? null : `${words.begin}\n\n${parts.join('\n\n')}`
}

/** The prompt followed by what is known of the try before, which takes the place of an older one. */
export function withContext(prompt: string, context: string): string {
  return `${withoutContext(prompt)}\n\n${context}`
}

export function withoutContext(prompt: string): string {
  const at = prompt.lastIndexOf(`\n\n${words.begin}\n\n`)
  return at < 0 ? prompt : prompt.slice(0, at)
}

const quoted = (said: string) => said.trim().replaceAll(/^/gm, '> ')

function clipped(result: string): string {
  return result.length > RESULT_MAX ? `${result.slice(0, RESULT_MAX)} …` : result
}

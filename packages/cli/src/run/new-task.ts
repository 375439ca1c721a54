import type { Desktop, NewTask } from '@mission-control/protocol'
import { QUORUM_MAX } from '@mission-control/protocol/client'
import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { readAll } from '../screen/ask.ts'
import { commandOf, promptOf } from './content.ts'
import { secondsOf } from './seconds.ts'

/** `-` alone stands for what comes from standard input. */
export async function contentOf(words: string[], isPrompt: boolean): Promise<string> {
  if (words.length === 1 && words[0] === '-') return await readAll(process.stdin)
  return isPrompt ? promptOf(words) : commandOf(words)
}

export function newTask(
  { id: desktopId }: Desktop,
  content: string,
  { prompt, approve, approvals, timeout }: Call['options'],
): NewTask {
  return {
    type: prompt ? 'prompt' : 'command',
    content,
    desktopId,
    ...(approve && { requiresApproval: true }),
    ...(approvals !== undefined && { approvals: { required: countOf(approvals) } }),
    ...(timeout !== undefined && { timeoutSeconds: secondsOf(timeout, '--timeout') }),
  }
}

function countOf(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1 && count <= QUORUM_MAX) return count
  throw new CommandError(
    'usage',
    `Expected a number from 1 to ${QUORUM_MAX} for --approvals, got ${JSON.stringify(text)}.`,
  )
}

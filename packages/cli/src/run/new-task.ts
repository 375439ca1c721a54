import type { Desktop, NewTask } from '@mission-control/protocol'
import { QUORUM_MAX } from '@mission-control/protocol/client'
import type { Call } from '../command.ts'
import { readAll } from '../screen/ask.ts'
import { commandOf, promptOf } from './content.ts'
import { countOf } from './count.ts'
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
    ...(approvals !== undefined && {
      approvals: { required: countOf(approvals, QUORUM_MAX, '--approvals') },
    }),
    ...(timeout !== undefined && { timeoutSeconds: secondsOf(timeout, '--timeout') }),
  }
}

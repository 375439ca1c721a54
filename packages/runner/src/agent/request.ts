import { extname, join } from 'node:path'
import type { AgentRequest } from '../keeper/protocol.ts'
import type { Job } from './job.ts'

/** The program that does a {@link Job}: this Node, with the flags that this process has. */
export function hostCommand(): [file: string, ...args: string[]] {
  const main = join(import.meta.dirname, `main${extname(import.meta.filename)}`)
  return [process.execPath, ...process.execArgv, main]
}

export function agentRequest(
  job: Omit<Extract<Job, { type: 'prompt' }>, 'type'>,
): Pick<AgentRequest, 'type' | 'argv' | 'input'> {
  const input: Job = { type: 'prompt', ...job }
  return { type: 'startAgent', argv: hostCommand(), input: JSON.stringify(input) }
}

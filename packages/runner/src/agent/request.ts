import { extname, join } from 'node:path'
import type { AgentRequest } from '../keeper/protocol.ts'
import type { Job } from './job.ts'

/**
 * The program that does a {@link Job}: this Node, with the flags that this process has. Its compiled code
 * is kept where the runner's own is, else in the runner's folder `dir`: its start takes half the time.
 */
export function hostCommand(dir: string): [file: string, ...args: string[]] {
  const main = join(import.meta.dirname, `main${extname(import.meta.filename)}`)
  const cache = process.env.NODE_COMPILE_CACHE ?? join(dir, 'agent.cache')
  return [process.execPath, ...process.execArgv, main, cache]
}

export function agentRequest(
  job: Omit<Extract<Job, { type: 'prompt' }>, 'type'>,
  dir: string,
): Pick<AgentRequest, 'type' | 'argv' | 'input'> {
  const input: Job = { type: 'prompt', ...job }
  return { type: 'startAgent', argv: hostCommand(dir), input: JSON.stringify(input) }
}

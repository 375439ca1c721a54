import { extname, join } from 'node:path'
import { compiledCodeOf } from '../compiled-code.ts'
import type { AgentRequest } from '../keeper/protocol.ts'
import type { Job } from './job.ts'

/** The program that does a {@link Job}: this Node, with the flags that this process has. */
export function hostCommand(dir: string): [file: string, ...args: string[]] {
  // By its folder: compiled, this file lies elsewhere, and that one beside it.
  const main = join(import.meta.dirname, `../agent/main${extname(import.meta.filename)}`)
  return [process.execPath, ...process.execArgv, main, compiledCodeOf('agent', dir)]
}

export function agentRequest(
  job: Omit<Extract<Job, { type: 'prompt' }>, 'type'>,
  dir: string,
): Pick<AgentRequest, 'type' | 'argv' | 'input'> {
  const input: Job = { type: 'prompt', ...job }
  return { type: 'startAgent', argv: hostCommand(dir), input: JSON.stringify(input) }
}

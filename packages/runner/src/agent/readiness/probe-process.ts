import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { AgentConfiguration } from '../configuration.ts'
import type { Job, ProbeResult } from '../job.ts'
import { hostCommand } from '../request.ts'

/** The host gives up by itself earlier, even if it is slow to start. */
const WITHIN_MS = 100_000

export interface Surroundings {
  /** The runner's folder. */
  dir: string
  cwd: string
  env: Record<string, string>
}

/**
 * Asks a host whether the agent answers. A process of its own, because what speaks to agents would
 * stay in the runner's memory for the sake of one request a minute.
 */
export async function probeAgent(
  agent: AgentConfiguration,
  { dir, cwd, env }: Surroundings,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const [file, ...args] = hostCommand(dir)
  const host = spawn(file, args, {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: WITHIN_MS,
    signal,
    killSignal: 'SIGKILL',
  })
  const { promise: broken, reject } = Promise.withResolvers<never>()
  host.on('error', reject)
  // If it ended before it read anything, its answer, or the lack of one, says why.
  host.stdin.on('error', () => host.stdout.resume())
  const job: Job = { type: 'probe', agent }
  host.stdin.end(JSON.stringify(job))
  const answer = await Promise.race([text(host.stdout), broken])
  if (answer === '') {
    const end = host.killed
      ? `gave no answer within ${WITHIN_MS / 1000} s`
      : 'ended without an answer'
    return failed(`The program that tests the agent ${end}.`)
  }
  return JSON.parse(answer) as ProbeResult
}

/** The result if the agent couldn't even be asked. */
export function failed(problem: string): ProbeResult {
  return { model: null, asking: null, problem, advice: null, ms: 0 }
}

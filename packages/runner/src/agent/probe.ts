import { writeSync } from 'node:fs'
import type { AgentConfiguration } from './configuration.ts'
import type { ProbeResult } from './job.ts'
import { kindOf } from './kinds/of.ts'
import { redactor } from './redact.ts'

const WITHIN_MS = 15_000

/** Prints whether the agent answers; resolves with the exit code. */
export async function probe(agent: AgentConfiguration): Promise<number> {
  const result = await resultOf(agent)
  writeSync(1, `${redactor(agent)(JSON.stringify(result))}\n`)
  return 0
}

async function resultOf(agent: AgentConfiguration): Promise<ProbeResult> {
  const signal = AbortSignal.timeout(WITHIN_MS)
  try {
    const kind = await kindOf(agent)
    return { model: await kind.probe(agent, signal), problem: null }
  } catch (error) {
    const late = signal.aborted && error === signal.reason
    const problem = late
      ? `It didn't answer within ${WITHIN_MS / 1000} s.`
      : (error as Error).message
    return { model: null, problem }
  }
}

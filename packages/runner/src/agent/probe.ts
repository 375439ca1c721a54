import { writeSync } from 'node:fs'
import { adviceFor } from '@mission-control/protocol/host'
import type { AgentConfiguration } from './configuration.ts'
import { AgentFailure } from './failure.ts'
import type { ProbeResult } from './job.ts'
import { kindOf } from './kinds/of.ts'
import { redactor } from './redact.ts'

/**
 * Each kind gives up earlier, with better words: a program after 60 s, an endpoint after 15. On a busy
 * machine the start takes long as well.
 */
const WITHIN_MS = 90_000

/** Prints whether the agent answers; resolves with the exit code. */
export async function probe(agent: AgentConfiguration): Promise<number> {
  const result = await resultOf(agent)
  writeSync(1, `${JSON.stringify(redactor(agent)(result))}\n`)
  return 0
}

async function resultOf(agent: AgentConfiguration): Promise<ProbeResult> {
  const signal = AbortSignal.timeout(WITHIN_MS)
  const begun = performance.now()
  const ms = () => Math.round(performance.now() - begun)
  try {
    const kind = await kindOf(agent)
    return { ...(await kind.probe(agent, signal)), problem: null, advice: null, ms: ms() }
  } catch (error) {
    const late = signal.aborted && error === signal.reason
    const problem = late
      ? `The agent didn't answer within ${WITHIN_MS / 1000} s.`
      : (error as Error).message
    return { model: null, asking: null, problem, advice: adviceOn(error), ms: ms() }
  }
}

function adviceOn(error: unknown): string | null {
  return error instanceof AgentFailure ? adviceFor(error.code) : null
}

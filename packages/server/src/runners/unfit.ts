import type { RunEnd } from '@mission-control/protocol/runner'
import type { RunOfTask } from '../store/runs.ts'

/** The first protocol versions whose runners take prompts, and enforce time-outs. */
const PROMPTS_SINCE = 2
const TIMEOUTS_SINCE = 3

/** The end of a run that a runner of this version can't carry out; null: it can. */
export function unfitFor(run: RunOfTask, version: number): RunEnd | null {
  if (run.type === 'prompt' && version < PROMPTS_SINCE) {
    // The desktop had an agent when the prompt was accepted, and got an older runner since.
    return unfit('agent_not_ready', "The desktop's runner is too old for prompts.")
  }
  if (run.timeout_seconds !== null && version < TIMEOUTS_SINCE) {
    return unfit('runner_too_old', "The desktop's runner is too old to keep a time-out.")
  }
  return null
}

function unfit(code: 'agent_not_ready' | 'runner_too_old', message: string): RunEnd {
  return { kind: 'failed', code, message }
}

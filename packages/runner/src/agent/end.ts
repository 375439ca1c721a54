import type { RunEnd } from '@mission-control/protocol/runner'
import type { Outcome } from './outcome.ts'

/** How a prompt ended: by the agent's outcome or, without one, by the end of its process. */
export function endOf(end: RunEnd, outcome: Outcome | null): RunEnd {
  if (end.kind === 'failed') return outcome === null ? end : { ...end, usage: outcome.usage }
  if (outcome !== null) {
    const { shown: _, ...told } = outcome
    return { kind: 'result' in told ? 'answered' : 'failed', ...told } as RunEnd
  }
  if (end.kind === 'signaled') {
    const message = `The agent was stopped by ${end.signal}.`
    return { kind: 'failed', code: 'agent_interrupted', message }
  }
  const how = end.kind === 'exited' ? ` (exit code ${end.exitCode})` : ''
  const message = `The agent's process ended without saying why${how}.`
  return { kind: 'failed', code: 'agent_error', message }
}

/** Whether the next prompt is likely to end in the same way. */
export function isDoubtful(end: RunEnd | undefined): boolean {
  if (end?.kind !== 'failed') return false
  return ['agent_error', 'agent_refused', 'agent_unreachable'].includes(end.code)
}

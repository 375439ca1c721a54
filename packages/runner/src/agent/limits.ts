import { AGENT_VARIABLES } from '@mission-control/protocol/agents'
import type { Limits } from './configuration.ts'
import { AgentSetupError } from './setup-error.ts'

/** Each limit's variable, and what holds without it. */
const LIMITS: Record<keyof Limits, { variable: string; usual: number | null; factor?: number }> = {
  steps: { variable: AGENT_VARIABLES.steps, usual: 100 },
  tokens: { variable: AGENT_VARIABLES.tokens, usual: null },
  costUsd: { variable: AGENT_VARIABLES.costUsd, usual: null },
  timeMs: { variable: AGENT_VARIABLES.seconds, usual: 3600, factor: 1000 },
  silenceMs: { variable: AGENT_VARIABLES.silenceSeconds, usual: 120, factor: 1000 },
}

/** Throws {@link AgentSetupError} on one that is no positive number. */
export function limitsFrom(env: NodeJS.ProcessEnv): Limits {
  const entries = Object.entries(LIMITS).map(([name, { variable, usual, factor = 1 }]) => {
    const given = env[variable]
    if (given === undefined) return [name, usual && usual * factor]
    const value = Number(given)
    if (!(value > 0)) {
      throw new AgentSetupError(`${variable} must be a positive number, got ${given}.`)
    }
    return [name, value * factor]
  })
  return Object.fromEntries(entries) as Limits
}

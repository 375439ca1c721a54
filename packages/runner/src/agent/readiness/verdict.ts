import { presetOf } from '@mission-control/protocol/agents'
import type { AgentConfiguration } from '../configuration.ts'
import type { ProbeResult } from '../job.ts'

/** What came of asking an agent whether it is there, in words for its owner. */
export interface AgentVerdict {
  ready: boolean
  message: string
}

export const NOBODY: AgentVerdict = {
  ready: false,
  message: 'No agent is set up on this desktop.',
}

export const OTHERWISE: AgentVerdict = {
  ready: false,
  message: "The agent's set-up changed during the test. Test it again.",
}

export function verdictOf(
  agent: AgentConfiguration,
  { model, problem, advice, ms }: ProbeResult,
): AgentVerdict {
  if (problem === null) {
    const withModel = model === null ? '' : `, with the model ${model}`
    const message = `It is ready: ${nameOf(agent)} answered in ${ms} ms${withModel}.`
    return { ready: true, message }
  }
  const sentence = `It is not ready: ${withoutEnd(problem)}.`
  return { ready: false, message: advice === null ? sentence : `${sentence} ${advice}` }
}

function nameOf(agent: AgentConfiguration): string {
  if (agent.kind !== 'acp') return new URL(agent.endpoint.baseUrl).origin
  return presetOf(agent.command)?.title ?? agent.command
}

/** As a part of a sentence. */
function withoutEnd(problem: string): string {
  let end = problem.length
  while (/[.\s]/.test(problem.charAt(end - 1))) end--
  return problem.slice(0, end)
}

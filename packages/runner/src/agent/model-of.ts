import type { AgentConfiguration } from './configuration.ts'

/** The name of the model if it is set; null: the agent chooses. */
export function modelOf(agent: AgentConfiguration): string | null {
  return agent.model
}

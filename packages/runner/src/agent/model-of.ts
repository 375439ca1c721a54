import type { AgentConfiguration } from './configuration.ts'

/** The model's name where it is set; null: whatever the agent takes. */
export function modelOf(agent: AgentConfiguration): string | null {
  return agent.model
}

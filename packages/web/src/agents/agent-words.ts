import { ACP_PRESETS, type Agent, type AgentSetup } from '@mission-control/protocol'
import { text } from '../strings/index.ts'

const words = text.agents

/** The agent in a few words: what a person would call it. */
export function agentName(agent: Agent | null, setup: AgentSetup | null): string {
  if (setup?.kind === 'acp') return setup.preset ? ACP_PRESETS[setup.preset].title : setup.command!
  const kind = setup?.kind ?? agent?.kind
  if (kind === undefined) return words.none
  const model = agent?.model ?? setup?.model
  return model ? `${model}, ${words.kinds[kind].toLowerCase()}` : words.kinds[kind]
}

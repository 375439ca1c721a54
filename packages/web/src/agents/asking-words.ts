import type { AcpPresetName, Agent, AgentSetup } from '@mission-control/protocol'
import { text } from '../strings/index.ts'

/** The runner puts these into a session mode in which they ask, unless another is set. */
const ASK: readonly AcpPresetName[] = ['claude', 'codex', 'gemini', 'qwen']

/** Why the agent may act without asking first, in words; null: it asks, or can do nothing by itself. */
export function askingWords(agent: Agent | null, setup: AgentSetup | null): string | null {
  const words = text.agents.asking
  if (setup === null) return agent?.kind === 'acp' ? words.byProgram : null
  if (setup.kind !== 'acp') return null
  if (setup.mode) return words.byMode
  return setup.preset && ASK.includes(setup.preset) ? null : words.byProgram
}

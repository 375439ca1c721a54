import type { AgentState } from '@mission-control/protocol/runner'
import type { DesktopRow } from '../store/schema.ts'

/** What a runner says of its agent, as the desktop's row keeps it. */
export function agentColumns(
  state: AgentState | null | undefined,
): Pick<DesktopRow, 'agent' | 'agent_ready'> {
  if (!state) return { agent: null, agent_ready: 0 }
  const { ready, ...agent } = state
  return { agent: JSON.stringify(agent), agent_ready: ready ? 1 : 0 }
}

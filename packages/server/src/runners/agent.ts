import type { AgentState } from '@mission-control/protocol/runner'
import { isCapable, SETUPS_SINCE } from '../agents/capable.ts'
import { problemOf } from '../agents/readable.ts'
import { unreadyAgent } from '../agents/stored.ts'
import type { Core } from '../core.ts'
import { findAgentSetup } from '../store/agent-setups.ts'
import type { DesktopRow, Tx } from '../store/schema.ts'

type AgentColumns = Pick<DesktopRow, 'agent' | 'agent_ready'>

/**
 * The columns for the desktop's agent after its runner's report. A report about an agent of another
 * set-up says nothing about the current one.
 */
export async function agentColumns(
  core: Core,
  tx: Tx,
  desktop: DesktopRow,
  state: AgentState | null | undefined,
): Promise<AgentColumns> {
  const setup = await findAgentSetup(tx, desktop.id)
  if (setup === undefined) {
    const isOwn = state && (state.revision ?? null) === null
    return isOwn ? columnsOf(state, 'machine') : { agent: null, agent_ready: 0 }
  }
  const problem = isCapable(desktop) ? problemOf(core, desktop, setup) : TOO_OLD
  if (problem !== null) return unreadyAgent(setup, problem)
  return state?.revision === setup.revision ? columnsOf(state, 'server') : unreadyAgent(setup)
}

function columnsOf(
  { ready, revision: _, ...agent }: AgentState,
  source: 'server' | 'machine',
): AgentColumns {
  return { agent: JSON.stringify({ ...agent, source }), agent_ready: ready ? 1 : 0 }
}

const TOO_OLD = `The desktop's runner is too old to be set up by the server (it needs protocol ${SETUPS_SINCE}). Update the runner, or remove the set-up.`

import type { AgentSetupAnswer } from '@mission-control/protocol'
import type { Caller, Core } from '../core.ts'
import { requireDesktop } from '../desktops/find.ts'
import { findAgentSetup } from '../store/agent-setups.ts'
import { toAgentSetup } from './stored.ts'

/** The server's set-up of the desktop's agent, if there is one. */
export async function getAgentSetup(
  core: Core,
  { workspaceId }: Caller,
  id: string,
): Promise<AgentSetupAnswer> {
  await requireDesktop(core.store.db, workspaceId, id)
  const row = await findAgentSetup(core.store.db, id)
  return { setup: row ? toAgentSetup(row) : null }
}

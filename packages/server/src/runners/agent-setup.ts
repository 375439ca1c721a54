import { AGENT_VARIABLES } from '@mission-control/protocol'
import type { DownOf } from '@mission-control/protocol/runner'
import { openSecrets, shownOf } from '../agents/stored.ts'
import { variablesOf } from '../agents/variables.ts'
import type { Core } from '../core.ts'
import { SecretError } from '../secret-box.ts'
import { findAgentSetup } from '../store/agent-setups.ts'
import type { AgentSetupRow, Db, DesktopRow } from '../store/schema.ts'

/** What the desktop's runner is told of its agent. It holds keys. */
export async function setupMessage(
  core: Core,
  db: Db,
  desktop: DesktopRow,
): Promise<DownOf<'agentSetup'>> {
  const row = await findAgentSetup(db, desktop.id)
  if (!row) return { type: 'agentSetup', setup: null }
  const shown = shownOf(row)
  const { revision } = row
  const problem = problemOf(core, desktop, row)
  const variables =
    problem === null
      ? variablesOf({ shown, secrets: openSecrets(core, row) })
      : { [AGENT_VARIABLES.kind]: shown.kind }
  return { type: 'agentSetup', setup: { revision, variables, problem } }
}

/** Why the set-up can't be used, which its owner has to hear of; null: it can. */
export function problemOf(core: Core, desktop: DesktopRow, row: AgentSetupRow): string | null {
  try {
    openSecrets(core, row)
    return null
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    const problem = `The agent's set-up of the desktop "${desktop.name}" can't be read: ${error.message}. Restore the key and start the server again, or set the agent up anew.`
    core.log.error({ error, desktopId: desktop.id }, problem)
    return problem
  }
}

import { AGENT_VARIABLES } from '@mission-control/protocol'
import type { DownOf } from '@mission-control/protocol/runner'
import { problemOf } from '../agents/readable.ts'
import { openSecrets, shownOf } from '../agents/stored.ts'
import { variablesOf } from '../agents/variables.ts'
import type { Core } from '../core.ts'
import { findAgentSetup } from '../store/agent-setups.ts'
import type { Db, DesktopRow } from '../store/schema.ts'

/** The message that tells the desktop's runner about its agent. It holds keys. */
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

/** Null: none. */
export function revisionOf({ setup }: DownOf<'agentSetup'>): string | null {
  return setup?.revision ?? null
}

import type { Core } from '../core.ts'
import { SecretError } from '../secret-box.ts'
import { listAgentSetups } from '../store/agent-setups.ts'
import { updateDesktop } from '../store/desktops.ts'
import type { AgentSetupRow } from '../store/schema.ts'
import { openSecrets, unreadyAgent } from './stored.ts'

/**
 * At the server's start: an agent whose set-up can't be read takes no prompts, even before its
 * runner is back.
 */
export async function noteUnreadable(core: Core): Promise<void> {
  await core.store.write(async (tx) => {
    for (const { name, ...row } of await listAgentSetups(tx)) {
      const problem = problemOf(core, { name }, row)
      if (problem !== null) await updateDesktop(tx, row.desktop_id, unreadyAgent(row, problem))
    }
  })
}

/** Why the set-up can't be used, which its owner has to hear of; null: it can. */
export function problemOf(
  core: Core,
  desktop: { name: string },
  row: AgentSetupRow,
): string | null {
  try {
    openSecrets(core, row)
    return null
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    const problem = `The agent's set-up of the desktop "${desktop.name}" can't be read: ${error.message}. Restore the key and start the server again, or set up the agent again.`
    core.log.error({ error, desktopId: row.desktop_id }, problem)
    return problem
  }
}

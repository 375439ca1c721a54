import { originalForNew } from '../agents/original.ts'
import { sealed } from '../agents/sealed.ts'
import { unreadyAgent } from '../agents/stored.ts'
import type { Core } from '../core.ts'
import { putAgentSetup } from '../store/agent-setups.ts'
import { insertDesktop } from '../store/desktops.ts'
import { writeRules } from '../store/permissions.ts'
import type { DesktopRow, NewDesktopRow, Tx } from '../store/schema.ts'

/** A new desktop, with the agent, the rules and the time limit that the workspace gives to new ones. */
export async function insertWithDefaults(
  core: Core,
  tx: Tx,
  desktop: NewDesktopRow,
): Promise<DesktopRow> {
  const original = await originalForNew(core, tx, desktop.workspace_id)
  if (!original) return await insertDesktop(tx, desktop)
  const { parts, rules, defaultTimeoutSeconds } = original
  const setup = sealed(core, desktop.id, parts)
  const row = await insertDesktop(tx, {
    default_timeout_seconds: defaultTimeoutSeconds,
    ...desktop,
    ...unreadyAgent(setup),
  })
  await putAgentSetup(tx, setup)
  await writeRules(tx, row.id, rules)
  return row
}

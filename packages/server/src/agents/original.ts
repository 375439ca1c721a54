import { fail, type PermissionRule, ProblemError } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import { requireDesktop } from '../desktops/find.ts'
import { SecretError } from '../secret-box.ts'
import { findAgentSetup } from '../store/agent-setups.ts'
import { readRules } from '../store/permissions.ts'
import type { AgentSetupRow, Db, DesktopRow } from '../store/schema.ts'
import { readSettings } from '../store/workspaces.ts'
import type { Parts } from './setup.ts'
import { openSecrets, shownOf } from './stored.ts'

/** The part of a desktop's agent that is copied to others. It holds keys. */
export interface Original {
  id: string
  parts: Parts
  rules: PermissionRule[]
  defaultTimeoutSeconds: number | null
}

export async function originalOf(
  core: Core,
  db: Db,
  workspaceId: string,
  id: string,
): Promise<Original> {
  const desktop = await requireDesktop(db, workspaceId, id)
  const row = (await findAgentSetup(db, id)) ?? notSetUp(desktop)
  return {
    id,
    parts: { shown: shownOf(row), secrets: opened(core, desktop, row) },
    rules: await readRules(db, id),
    defaultTimeoutSeconds: desktop.default_timeout_seconds,
  }
}

/**
 * What new desktops get by the workspace's settings; null: nothing. A default that can't be copied
 * keeps no machine from joining.
 */
export async function originalForNew(
  core: Core,
  db: Db,
  workspaceId: string,
): Promise<Original | null> {
  const { agentFrom } = await readSettings(db, workspaceId)
  if (agentFrom === null) return null
  try {
    return await originalOf(core, db, workspaceId, agentFrom)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    core.log.warn({ desktopId: agentFrom, error }, 'a new desktop gets no agent')
    return null
  }
}

/** A machine's own set-up never leaves it. */
function notSetUp({ name, agent }: DesktopRow): never {
  const why =
    agent === null
      ? `The desktop "${name}" has no agent`
      : `The agent of the desktop "${name}" is set up on the machine itself, so the server doesn't have its keys`
  return fail('agent_not_set_up', `${why}. Set it up here, then copy it.`)
}

function opened(core: Core, { name }: DesktopRow, row: AgentSetupRow): Parts['secrets'] {
  try {
    return openSecrets(core, row)
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    return fail(
      'secret_key_unusable',
      `Nothing was copied, because the secrets of the desktop "${name}" can't be read: ${error.message}. Restore the key and start the server again, or set up the agent again.`,
    )
  }
}

import { fail, type Settings, type SettingsChanges } from '@mission-control/protocol'
import { originalOf } from './agents/original.ts'
import { reconsiderAll } from './approvals/reconsider.ts'
import type { Caller, Core } from './core.ts'
import { findDesktop } from './store/desktops.ts'
import { hold } from './store/locks.ts'
import type { Tx } from './store/schema.ts'
import { readSettings, writeSettings } from './store/workspaces.ts'

/** The settings that decide which approvals count. */
const JUDGED_BY = ['approverRole', 'approveOwn', 'approvalQuorum'] as const

/** Changes the given settings and keeps the others. */
export async function changeSettings(
  core: Core,
  { workspaceId }: Caller,
  changes: SettingsChanges,
): Promise<Settings> {
  const settings = await core.store.write(async (tx) => {
    const { agentFrom } = changes
    if (typeof agentFrom === 'string') await requireCopyable(core, tx, workspaceId, agentFrom)
    await writeSettings(tx, workspaceId, changes)
    return await readSettings(tx, workspaceId)
  })
  // If this is interrupted, the sweep finishes it.
  if (JUDGED_BY.some((name) => changes[name] !== undefined)) await reconsiderAll(core, workspaceId)
  return settings
}

/** What can't be copied is refused now, and not only when the first new desktop comes. */
async function requireCopyable(core: Core, tx: Tx, workspaceId: string, id: string): Promise<void> {
  // Held, so that it isn't removed, or moved to another workspace, at the same moment.
  await hold(tx, 'desktop', id)
  if (!(await findDesktop(tx, workspaceId, id))) {
    const message = `expected one of your desktops, got ${JSON.stringify(id)}`
    const errors = [{ path: 'agentFrom', message }]
    fail('unknown_desktop', 'agentFrom must name one of your desktops.', errors)
  }
  await originalOf(core, tx, workspaceId, id)
}

import type { Settings } from '@mission-control/protocol'
import type { Db } from './store/schema.ts'
import { readSettings } from './store/workspaces.ts'

/** The workspace's settings. `among`: what they name of other desktops is left out. */
export async function settingsOf(
  db: Db,
  workspaceId: string,
  among?: readonly string[],
): Promise<Settings> {
  const settings = await readSettings(db, workspaceId)
  const { agentFrom } = settings
  const isShown = agentFrom === null || among === undefined || among.includes(agentFrom)
  return isShown ? settings : { ...settings, agentFrom: null }
}

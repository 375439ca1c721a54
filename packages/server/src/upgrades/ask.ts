import { type Desktop, fail, type UpgradeRequest } from '@mission-control/protocol'
import type { Caller, Core } from '../core.ts'
import { holdDesktop, noDesktop } from '../desktops/find.ts'
import { toDesktop, toDesktopEvent } from '../desktops/present.ts'
import { updateDesktop } from '../store/desktops.ts'
import type { DesktopRow } from '../store/schema.ts'
import { VERSION } from '../version.ts'
import { type KnownUpgrade, newUpgrade, readUpgrade } from './known.ts'

/** Somebody wants the desktop's runner upgraded, whatever its policy: the next look at the fleet sees to it. */
export async function askForUpgrade(
  core: Core,
  { workspaceId }: Caller,
  id: string,
  { now }: UpgradeRequest,
): Promise<Desktop> {
  const row = await core.store.write(async (tx) => {
    const desktop = await holdDesktop(tx, workspaceId, id)
    const known = upgradeOf(desktop)
    // The upgrade has begun already.
    if (known.offeredAt !== null) return desktop
    const asked: KnownUpgrade = {
      ...known,
      asked: now ? 'now' : 'idle',
      failure: null,
      tries: 0,
      hold: null,
    }
    return (await updateDesktop(tx, id, { upgrade: JSON.stringify(asked) })) ?? noDesktop(id)
  })
  core.bus.publish('desktops', workspaceId, toDesktopEvent('desktop.status', row))
  return toDesktop(row)
}

function upgradeOf({ name, machine, upgrade }: DesktopRow): KnownUpgrade {
  if (upgrade === null) {
    const why =
      machine === null
        ? 'its runner has never connected'
        : `its runner is of version ${JSON.parse(machine).runnerVersion}, which is not older than the server (${VERSION})`
    fail('nothing_to_upgrade', `"${name}" has nothing to upgrade: ${why}.`)
  }
  const known = readUpgrade(upgrade, VERSION) ?? newUpgrade(VERSION)
  if (known.obstacle !== null) {
    fail('nothing_to_upgrade', `"${name}" can't be upgraded from here. ${known.obstacle}`)
  }
  return known
}

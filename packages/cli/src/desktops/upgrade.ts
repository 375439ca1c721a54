import type { Desktop, UpgradePolicy } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import { desktopNamed } from '../kit/desktop-named.ts'
import type { Kit } from '../kit/kit.ts'
import { visible } from '../screen/visible.ts'

/** Asks for the upgrade of a desktop's runner, or says when it comes by itself. */
export async function upgradeDesktop(kit: Kit, { args, options }: Call): Promise<void> {
  const { id } = await desktopNamed(kit, args[0]!)
  const { desktops } = kit.client
  const upgradePolicy: UpgradePolicy | undefined = options.policy
  if (upgradePolicy !== undefined) {
    const desktop = await desktops.update(id, { upgradePolicy })
    kit.screen.done(desktop, `Upgrades of ${visible(desktop.name)}: ${upgradePolicy}.`)
    return
  }
  const desktop = await desktops.upgrade(id, { now: options.now === true })
  kit.screen.done(desktop, `${visible(desktop.name)}: ${upgradeOf(desktop)}.`)
}

/** Such as `0.1.0 → 0.2.0, waiting`; empty: its runner has never connected. */
export function upgradeOf({ machine, upgrade }: Desktop): string {
  const version = machine?.runnerVersion ?? ''
  return upgrade ? `${version} → ${upgrade.to}, ${upgrade.state}` : version
}

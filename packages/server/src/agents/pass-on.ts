import type { Core } from '../core.ts'
import { toDesktopEvent } from '../desktops/present.ts'
import type { DesktopRow } from '../store/schema.ts'

/**
 * Tells the desktop's runner and everyone who watches. `undefined`: the desktop was removed
 * meanwhile.
 */
export function passOnSetup(core: Core, desktop: DesktopRow | undefined): void {
  if (!desktop) return
  core.bus.publish('desktop', desktop.id, { kind: 'agentSetup' })
  const event = toDesktopEvent('desktop.agentReady', desktop)
  core.bus.publish('desktops', desktop.workspace_id, event)
}

import type { ActivityEvent } from '@mission-control/protocol'
import { type Core, transact } from '../core.ts'
import { toDesktopEvent, toDesktopPayload } from '../desktops/present.ts'
import { appendActivity } from '../store/activity.ts'
import { failSilent, listSilent, moveDesktop, updateDesktop } from '../store/desktops.ts'
import type { DesktopRow, Tx } from '../store/schema.ts'

/** A running desktop that hasn't been heard of for this long is in error, in ms. */
const SILENT_AFTER = 20_000

/** The runner said goodbye. */
export async function markStopped(core: Core, desktop: DesktopRow): Promise<void> {
  await change(core, desktop, 'desktop.stopped', (tx) =>
    moveDesktop(tx, desktop.id, ['running'], { status: 'stopped', connected: 0 }),
  )
}

/** The connection is gone. The desktop counts as running until it has been silent for too long. */
export async function markDisconnected(core: Core, desktop: DesktopRow): Promise<void> {
  await core.store.write((tx) => updateDesktop(tx, desktop.id, { connected: 0 }))
}

/**
 * Notices desktops that have fallen silent. Time in which this server couldn't hear is not held
 * against them: `listeningSince` is when it began, or woke up.
 */
export async function noticeSilence(core: Core, listeningSince: number): Promise<void> {
  const before = core.now() - SILENT_AFTER
  if (listeningSince > before) return
  for (const desktop of await listSilent(core.store.db, before)) {
    await change(core, desktop, 'desktop.error', (tx) => failSilent(tx, desktop.id, before))
  }
}

async function change(
  core: Core,
  desktop: DesktopRow,
  type: 'desktop.stopped' | 'desktop.error',
  write: (tx: Tx) => Promise<DesktopRow | undefined>,
): Promise<void> {
  const changed = await transact(core, desktop.workspace_id, async (tx) => {
    const row = await write(tx)
    if (!row) return undefined
    const event: ActivityEvent = { type, payload: toDesktopPayload(row) }
    await appendActivity(tx, desktop.workspace_id, core.now(), [event])
    return row
  })
  if (changed) {
    core.bus.publish('desktops', changed.workspace_id, toDesktopEvent('desktop.status', changed))
  }
}

import type { ActivityEvent } from '@mission-control/protocol'
import { type Core, transact } from '../core.ts'
import { toDesktopEvent, toDesktopPayload } from '../desktops/present.ts'
import { momentNow, type Stopwatch } from '../stopwatch.ts'
import { appendActivity } from '../store/activity.ts'
import {
  failSilent,
  findDesktopAnywhere,
  holdSession,
  listSeen,
  moveDesktop,
  type SeenDesktop,
  updateDesktop,
} from '../store/desktops.ts'
import { hold } from '../store/locks.ts'
import type { DesktopRow, Tx } from '../store/schema.ts'
import { loseRuns } from './lose.ts'

/** A running desktop that hasn't been heard of for this long is in error, in ms. */
const SILENT_AFTER = 20_000

/** The runner said goodbye. */
export async function markStopped(core: Core, desktop: DesktopRow): Promise<void> {
  await change(core, desktop, 'desktop.stopped', (tx) =>
    ofSession(tx, desktop, () =>
      moveDesktop(tx, desktop.id, ['running'], { status: 'stopped', connected: 0 }),
    ),
  )
}

interface Cut {
  why: string
  /** How often the runner was cut off without a long pause in between. */
  times: number
  /** No other connection to this server speaks for the desktop. */
  isLast: boolean
}

/** Records that the runner was cut off, so that the owner sees why and all servers know. */
export async function markCutOff(core: Core, desktop: DesktopRow, cut: Cut): Promise<void> {
  const { row, isLast } = await core.store.write(async (tx) => {
    await hold(tx, 'desktop', desktop.id)
    const seen = await findDesktopAnywhere(tx, desktop.id)
    const isElsewhere = seen?.connected === 1 && seen.replica !== core.replica
    const isLast = cut.isLast && !isElsewhere
    const changes = {
      problem: cut.why,
      cut_off_at: core.now(),
      cut_off_times: cut.times,
      ...(isLast && { connected: 0 as const }),
    }
    return { row: await updateDesktop(tx, desktop.id, changes), isLast }
  })
  if (!row) return
  if (!isLast || row.status === 'error') {
    core.bus.publish('desktops', row.workspace_id, toDesktopEvent('desktop.status', row))
    return
  }
  await change(core, desktop, 'desktop.error', (tx) =>
    moveDesktop(tx, desktop.id, ['pending', 'running', 'stopped'], { status: 'error' }),
  )
}

/** The connection is gone. The desktop counts as running until it has been silent for too long. */
export async function markDisconnected(core: Core, desktop: DesktopRow): Promise<void> {
  await core.store.write((tx) =>
    ofSession(tx, desktop, () => updateDesktop(tx, desktop.id, { connected: 0 })),
  )
}

/**
 * Does `work` unless the desktop has a newer connection: the end of an older one says nothing about the
 * desktop.
 */
async function ofSession<T>(
  tx: Tx,
  desktop: DesktopRow,
  work: () => Promise<T>,
): Promise<T | undefined> {
  return (await holdSession(tx, desktop)) ? await work() : undefined
}

/**
 * Notices desktops that have fallen silent, and gives up the runs of those that stay away for longer
 * than `lostAfter`, in ms (0: never).
 */
export async function noticeSilence(
  core: Core,
  silence: Stopwatch,
  lostAfter: number,
): Promise<void> {
  const desktops = await listSeen(core.store.db)
  const silent = silence.look(
    // A connected desktop may be heard at any moment, so it starts with its full time.
    desktops.map(({ id, last_seen_at: seen, connected }) => [id, seen, connected ? null : seen]),
    momentNow(),
  )
  const silentFor = ({ id }: SeenDesktop, ms: number) => (silent.get(id) ?? 0) > ms
  for (const desktop of desktops) {
    if (desktop.status !== 'running' || !silentFor(desktop, SILENT_AFTER)) continue
    await change(core, desktop, 'desktop.error', (tx) => failSilent(tx, desktop))
    core.bus.publish('desktop', desktop.id, { kind: 'silent' })
  }
  if (lostAfter === 0) return
  await loseRuns(
    core,
    desktops.filter((desktop) => silentFor(desktop, lostAfter)),
  )
}

async function change(
  core: Core,
  desktop: Pick<DesktopRow, 'workspace_id'>,
  type: 'desktop.stopped' | 'desktop.error',
  write: (tx: Tx) => Promise<DesktopRow | undefined>,
): Promise<void> {
  const changed = await transact(core, desktop.workspace_id, async (tx) => {
    const row = await write(tx)
    if (!row) return undefined
    const event: ActivityEvent = { type, payload: toDesktopPayload(row) }
    await appendActivity(tx, row.workspace_id, core.now(), [event])
    return row
  })
  if (changed) {
    core.bus.publish('desktops', changed.workspace_id, toDesktopEvent('desktop.status', changed))
  }
}

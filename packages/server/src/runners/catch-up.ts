import type { Core } from '../core.ts'
import { listStandings } from '../store/desktops.ts'
import { listDesktopsWithRuns, listGivenUp } from '../store/runs.ts'
import type { Gateway } from './gateway.ts'

/** Clocks of servers may differ by so much, and a commit take so long, in ms. */
const MARGIN = 60_000

/**
 * Reads again what the runners of a server are to be told: the bus only tells it sooner. A few queries for
 * all of them, and some for each that is busy.
 */
export async function catchUp({ store: { db }, now }: Core, { speaking }: Gateway): Promise<void> {
  if (speaking.size === 0) return
  const since = now() - MARGIN
  const standings = await listStandings(db, [...speaking.keys()])
  const busy = new Set(await listDesktopsWithRuns(db))
  const givenUp = Map.groupBy(await listGivenUp(db, since), (run) => run.desktop_id)
  for (const standing of standings) {
    const { id, revision } = standing
    const runs = (givenUp.get(id) ?? []).map((run) => run.id)
    const stored = { isBusy: busy.has(id), revision, givenUp: runs, since }
    speaking.get(id)?.catchUp(standing, stored)
  }
}

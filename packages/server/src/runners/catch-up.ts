import type { Core } from '../core.ts'
import { listStandings } from '../store/desktops.ts'
import { listDesktopsWithRuns, listGivenUp } from '../store/runs.ts'
import type { Gateway } from './gateway.ts'

/** How far the servers' clocks may differ, and how long a commit may take, in ms. */
const MARGIN = 60_000

/**
 * Reads again from the store what this server's runners have to be told, since the bus may have lost it: a
 * few queries for all runners, and some for each busy one.
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

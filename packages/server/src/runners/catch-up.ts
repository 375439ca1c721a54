import { setTimeout as sleep } from 'node:timers/promises'
import type { Core } from '../core.ts'
import { listStandings } from '../store/desktops.ts'
import { listDesktopsWithRuns, listGivenUp } from '../store/runs.ts'
import type { Gateway } from './gateway.ts'

/** What the bus has lost is found this much later at most, in ms. */
const LOOK_EVERY = 3_000
/** Clocks of servers may differ by so much, and a commit take so long, in ms. */
const MARGIN = 60_000

/**
 * Reads again and again, until the signal, what the runners of this server are to be told: the bus only
 * tells it sooner. A few queries for all of them, and some for each that is busy.
 */
export async function catchUp(core: Core, gateway: Gateway, signal: AbortSignal): Promise<void> {
  for (;;) {
    await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    await look(core, gateway).catch((error) =>
      core.log.error({ error }, 'could not read what runners are to be told'),
    )
  }
}

async function look({ store: { db }, now }: Core, { speaking }: Gateway): Promise<void> {
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

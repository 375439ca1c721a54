import { pause } from '../pause.ts'
import type { Runs } from './runs.ts'

const POLL_MS = 250

/** The keeper's hints are only hints: looks at every active run now and then, until the signal. */
export async function pollRuns(runs: Runs, signal: AbortSignal): Promise<void> {
  for (;;) {
    await pause(POLL_MS, signal)
    if (signal.aborted) return
    const { placed } = runs
    if (placed.length > 0 && !runs.options.keeper.connected) runs.options.keeper.follow()
    for (const run of placed) runs.glance(run)
    runs.retry()
  }
}

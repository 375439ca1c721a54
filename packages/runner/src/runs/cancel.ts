import { cancelIn } from './orders.ts'
import { type Run, STOPPED_BEFORE_START } from './run.ts'
import type { Runs } from './runs.ts'

/** Stops everything that belongs to the run; one that waits is never started. */
export function cancel(runs: Runs, run: Run): void {
  run.cancelled = true
  const how = cancelIn(run.phase)
  // The cancel is handled once the journal has the run.
  if (how === 'later' || runs.isConcluding(run)) return
  if (how === 'withdraw') {
    runs.queue.withdraw(run.runId)
    // Making the run's file decides about it: from then on no keeper will start it, not even after a crash.
    if (!runs.isDecided(run)) {
      runs.conclude(run, STOPPED_BEFORE_START)
      return
    }
    // An earlier runner had already asked the keeper to start it.
    run.phase = 'placed'
    runs.queue.place(run.runId)
  }
  runs.stop(run)
}

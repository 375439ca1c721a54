import { cancel } from './cancel.ts'
import type { Run } from './run.ts'
import type { Runs } from './runs.ts'

/** Stops the run and forgets it once it is over, without another word to the server. */
export function discard(runs: Runs, run: Run): void {
  if (run.discarded) return
  run.discarded = true
  runs.silence(run)
  const wasOver = run.phase === 'over'
  cancel(runs, run)
  if (wasOver) runs.remove(run)
}

import type { Phase } from './run.ts'

export type Acceptance =
  /** The run is here already. */
  | 'ignore'
  | 'accept'
  /** Its number was taken before, and nothing is left of the run: it may have been started. */
  | 'refuse'

/** Whether a start is accepted: at most once for each number, whatever is sent again. Pure. */
export function acceptance(isKnown: boolean, dispatch: number, highest: number): Acceptance {
  if (isKnown) return 'ignore'
  return dispatch > highest ? 'accept' : 'refuse'
}

/** What a cancel does to a run in this phase: it is seen to later, taken out of the queue, or stopped. */
export function cancelIn(phase: Phase): 'later' | 'withdraw' | 'stop' {
  if (phase === 'journalling') return 'later'
  return phase === 'waiting' ? 'withdraw' : 'stop'
}

/** Whether a run whose end the server has acknowledged is forgotten; else its end comes, and is sent. */
export function mayForget(phase: Phase): boolean {
  return phase === 'over'
}

export interface RunFacts {
  /** Its file is there, so somebody has decided about the run. */
  claimed: boolean
  started: boolean
  ended: boolean
  /** The machine has not been restarted since the start was journalled. */
  sameBoot: boolean
  /** A living keeper holds it. */
  held: boolean
}

/** Why a run's end can't be known any more. */
export type Lost = 'desktop_restarted' | 'keeper_lost' | 'start_unknown'

/** What is to be done about a run after its runner or its keeper was away. */
export type Verdict =
  /** The run's end is on disk. */
  | 'report'
  /** It goes on. */
  | 'follow'
  /** It was never started, and its exclusive file keeps it from being started twice. */
  | 'start'
  | Lost

/** Pure, and total over all facts. */
export function verdictOf({ claimed, started, ended, sameBoot, held }: RunFacts): Verdict {
  if (ended) return 'report'
  if (!sameBoot) return 'desktop_restarted'
  if (held) return 'follow'
  if (!claimed) return 'start'
  return started ? 'keeper_lost' : 'start_unknown'
}

/** Where a run that the journal names stands when its runner starts, by what is on disk. Pure. */
export function phaseOf({
  claimed,
  ended,
  sameBoot,
}: Pick<RunFacts, 'claimed' | 'ended' | 'sameBoot'>): 'over' | 'waiting' | 'placed' {
  if (ended) return 'over'
  return sameBoot && !claimed ? 'waiting' : 'placed'
}

/** What is known, beside the disk, when the runner acts on a verdict. */
export interface Circumstances {
  /** The server wants it stopped. */
  cancelled: boolean
  /** A keeper has said what it holds; otherwise none lives. */
  keeperSpoke: boolean
  /** The keeper was asked a second time about this run. */
  askedAgain: boolean
}

export type Action =
  | 'nothing'
  | 'stop'
  | 'start'
  | 'never_start'
  /** The keeper may have accepted the start, from a runner that is dead by now, after it spoke. */
  | 'ask_again'
  /** What is left of the run is stopped, then it ends with this code. */
  | Lost

/** Pure. */
export function actionOn(
  verdict: Verdict,
  { cancelled, keeperSpoke, askedAgain }: Circumstances,
): Action {
  if (verdict === 'report') return 'nothing'
  if (verdict === 'follow') return cancelled ? 'stop' : 'nothing'
  if (verdict === 'start') return cancelled ? 'never_start' : 'start'
  return keeperSpoke && !askedAgain ? 'ask_again' : verdict
}

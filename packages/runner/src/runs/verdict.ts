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

/** What is to be done about a run after its runner or its keeper was away. */
export type Verdict =
  /** Its end is there. */
  | 'report'
  /** It goes on. */
  | 'follow'
  /** It was never started, and its exclusive file keeps it from being started twice. */
  | 'start'
  | 'desktop_restarted'
  | 'keeper_lost'
  | 'start_unknown'

/** Pure, and total over all facts. */
export function judge({ claimed, started, ended, sameBoot, held }: RunFacts): Verdict {
  if (ended) return 'report'
  if (!sameBoot) return 'desktop_restarted'
  if (held) return 'follow'
  if (!claimed) return 'start'
  return started ? 'keeper_lost' : 'start_unknown'
}

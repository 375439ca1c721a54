import type { Random } from '../faults/harness/random.ts'

/** What a hostile peer can reach, and has been trusted with. */
export interface Place {
  url: string
  key: string
}

/**
 * What a hostile peer does, each thing by its name. What it is answered is of no interest to it, so it
 * resolves also when it is refused or cut; `over`: the time is over.
 */
export type Hostile = Record<
  string,
  (place: Place, random: Random, over: AbortSignal) => Promise<void>
>

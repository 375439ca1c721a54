import type { Decisions } from './decisions.ts'
import type { World } from './world.ts'

/**
 * One thing that may happen next. `fair`: it happens sooner or later, if nothing else makes it
 * impossible. `timer`: only time brings it about, so it is sure to happen once nothing else does.
 * `choice`: a person's wish. `fault`: one of the few that are allowed.
 */
export interface Step {
  name: string
  kind: 'fair' | 'timer' | 'choice' | 'fault'
  /** Changes the world, which is the caller's own copy. */
  take(world: World): void
}

export interface Setting {
  decisions: Decisions
  /** How many commands run at a time. */
  places: number
  /** What people may wish for. */
  wishes: readonly ('cancel' | 'delete')[]
  faults: readonly Fault[]
}

export const FAULTS = [
  'cut',
  'server dies',
  'runner dies',
  'keeper dies',
  'keeper leaves',
  'machine restarts',
  'lost desktop',
  'shortage',
] as const
export type Fault = (typeof FAULTS)[number]

/** The numbers for which it is true. */
export function numbersOf<T>(
  list: readonly T[],
  isTrue: (each: T, i: number) => boolean,
): number[] {
  return list.flatMap((each, i) => (isTrue(each, i) ? [i] : []))
}

import type { StepOf } from '../explore.ts'
import type { Decisions } from './decisions.ts'
import type { World } from './world.ts'

export type Step = StepOf<World>

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

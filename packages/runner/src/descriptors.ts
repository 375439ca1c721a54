import { readFileSync } from 'node:fs'

/**
 * Descriptors that runner and keeper each need without a run: they hold 24, and take more for
 * moments.
 */
const WITHOUT_RUNS = 64
/** In the keeper two pipes, the run's file, its spool, and an agent's input; in the runner four files. */
const PER_RUN = 5
/** For a run that is over but left something in the background: its pipes in the keeper. */
const PER_REST = 2

/** How many runs may go on at a time with so many descriptors; one in any case. */
export function placesWithin(descriptors: number): number {
  return Math.max(1, Math.floor((descriptors - WITHOUT_RUNS) / PER_RUN))
}

/** Whether there are descriptors for one more run; the rest is needed to stop runs. */
export function hasRoom(descriptors: number, going: number, over: number): boolean {
  if (going + over === 0) return true
  return WITHOUT_RUNS + PER_RUN * (going + 1) + PER_REST * over <= descriptors
}

/**
 * How many descriptors this process, and each that it starts, may open. Node raises its own limit to the hard
 * one.
 */
export function descriptorLimit(limits = readFileSync('/proc/self/limits', 'latin1')): number {
  const soft = /^Max open files\s+(\S+)/m.exec(limits)?.[1]
  return soft === undefined || soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft)
}

import { readFileSync } from 'node:fs'

/** What runner and keeper each hold without a run, 24, and more than they take for a moment. */
const WITHOUT_RUNS = 64
/** In the keeper two pipes, the run's file, its spool, and an agent's input; in the runner four files. */
const PER_RUN = 5
/** Of a run that is over, for what it has left in the background: its pipes, in the keeper. */
const PER_REST = 2

/** How many runs may go on at a time with so many descriptors; one in any case. */
export function placesWithin(descriptors: number): number {
  return Math.max(1, Math.floor((descriptors - WITHOUT_RUNS) / PER_RUN))
}

/** Whether there are descriptors for one run more; what is left over is needed to stop runs. */
export function hasRoom(descriptors: number, going: number, over: number): boolean {
  if (going + over === 0) return true
  return WITHOUT_RUNS + PER_RUN * (going + 1) + PER_REST * over <= descriptors
}

/** Of this process, and of those that it starts: Node raises its own to the hard limit. */
export function descriptorLimit(limits = readFileSync('/proc/self/limits', 'latin1')): number {
  const soft = /^Max open files\s+(\S+)/m.exec(limits)?.[1]
  return soft === undefined || soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft)
}

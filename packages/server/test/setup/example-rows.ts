import { ROWS } from './large-database.ts'

export const W = 'w'
/** The busiest one. */
export const DESKTOP = 'desktop_000001'
/** Ended; and a message, and one that goes on. */
export const [TASK, RUN, MESSAGE, RUNNING] = [
  'task_002003',
  'run_002003',
  'task_000005',
  'task_099999',
]
export const NEWEST = `task_${ROWS}`
export const AT = ROWS - 500
export const LATE = 2_000_000

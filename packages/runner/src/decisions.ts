// What the runner decides about runs, without what it reads and writes: for the model check.
export { apply, compact, type JournalLine, type JournalState } from './journal/lines.ts'
export { acceptance, cancelIn, mayForget } from './runs/orders.ts'
export { Queue } from './runs/queue.ts'
export { actionOn, type Lost, phaseOf, verdictOf } from './runs/verdict.ts'
export { Chunks } from './spool/chunks.ts'

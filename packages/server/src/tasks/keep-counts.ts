import type { Core } from '../core.ts'
import { inSteps } from '../retention/steps.ts'
import { addSomeCountChanges, anyCountChange } from '../store/postgres/count-changes.ts'

/** Adds up what has changed the counts of tasks, for `forMs` at most: each answer adds up what is left. */
export async function keepCounts({ store }: Pick<Core, 'store'>, forMs: number): Promise<void> {
  await inSteps(store, performance.now() + forMs, anyCountChange, addSomeCountChanges)
}

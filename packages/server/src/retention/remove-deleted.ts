import type { Core } from '../core.ts'
import { anyDeleted, deleteSomeOfDeleted } from '../store/deleted.ts'
import { inSteps } from './steps.ts'

/** Removes what is left of deleted tasks, for `forMs` at most. */
export async function removeDeleted({ store }: Pick<Core, 'store'>, forMs: number): Promise<void> {
  await inSteps(store, performance.now() + forMs, anyDeleted, deleteSomeOfDeleted)
}

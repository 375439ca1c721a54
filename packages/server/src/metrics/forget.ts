import type { Core } from '../core.ts'
import { deleteMetricsBefore, oldestMetrics } from '../store/metrics.ts'
import { MINUTE, minuteOf } from './minute.ts'

const KEPT = 24 * 60 * MINUTE
/** So much goes at once, in ms of history: after a long stop nobody waits for one large deletion. */
const STEP = 10 * MINUTE

/** Forgets a little of what is older than a day. */
export async function forgetMetrics(core: Core): Promise<void> {
  const before = minuteOf(core.now()) - KEPT
  const oldest = await oldestMetrics(core.store.db)
  if (oldest === undefined || oldest >= before) return
  await core.store.write((tx) => deleteMetricsBefore(tx, Math.min(before, oldest + STEP)))
}

import type { Core } from '../core.ts'
import { deleteMetricsBefore, oldestMetrics } from '../store/metrics.ts'
import { MINUTE, minuteOf } from './minute.ts'

const KEPT = 24 * 60 * MINUTE
/**
 * How much history is deleted at once, in ms: after a long stop nobody has to wait for one large
 * deletion.
 */
const STEP = 10 * MINUTE

/** Deletes some of the history that is older than a day. */
export async function forgetMetrics(core: Core): Promise<void> {
  const before = minuteOf(core.now()) - KEPT
  const oldest = await oldestMetrics(core.store.db)
  if (oldest === undefined || oldest >= before) return
  await core.store.write((tx) => deleteMetricsBefore(tx, Math.min(before, oldest + STEP)))
}

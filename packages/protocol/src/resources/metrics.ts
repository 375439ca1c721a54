import { z } from 'zod'
import { Timestamp } from './text.ts'

const percent = z.number()
const count = z.int().nonnegative()

/** A load in percent; `at`: the beginning of the time that it stands for. */
export const MetricsPoint = z.object({
  at: Timestamp,
  cpu: percent,
  memory: percent,
  disk: percent,
})
export type MetricsPoint = z.infer<typeof MetricsPoint>

/** Tasks that became `done` and `failed` from `at` until the next point. */
export const ThroughputPoint = z.object({ at: Timestamp, done: count, failed: count })
export type ThroughputPoint = z.infer<typeof ThroughputPoint>

/** Both oldest first, over the same stretches of time: at most 96, each of one to 15 minutes. */
export const FleetMetrics = z.object({
  /** CPU weighted by cores, memory and disk summed; stretches in which nothing ran are missing. */
  resources: z.array(MetricsPoint),
  /** Every stretch, the last one not over yet. */
  throughput: z.array(ThroughputPoint),
})
export type FleetMetrics = z.infer<typeof FleetMetrics>

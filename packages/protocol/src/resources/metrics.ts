import { z } from 'zod'
import { Timestamp } from './text.ts'

const percent = z.number()
const count = z.int().nonnegative()

export const MetricsPoint = z
  .object({
    at: Timestamp.describe('The beginning of the stretch of time.'),
    cpu: percent.meta({ description: 'Processors, in percent.', example: 12.5 }),
    memory: percent.meta({ description: 'Memory, in percent.', example: 37.5 }),
    disk: percent.meta({ description: 'Disk, in percent.', example: 61.2 }),
  })
  .meta({ id: 'MetricsPoint', description: 'A load in percent.' })
export type MetricsPoint = z.infer<typeof MetricsPoint>

export const ThroughputPoint = z
  .object({
    at: Timestamp.describe('The beginning of the stretch of time.'),
    done: count.meta({ description: 'Tasks that became done until the next point.', example: 12 }),
    failed: count.meta({
      description: 'Tasks that became failed until the next point.',
      example: 1,
    }),
  })
  .meta({ id: 'ThroughputPoint', description: 'Tasks that ended in a stretch of time.' })
export type ThroughputPoint = z.infer<typeof ThroughputPoint>

export const FleetMetrics = z
  .object({
    resources: z
      .array(MetricsPoint)
      .describe(
        'The load of all desktops: CPU weighted by cores, memory and disk summed. Stretches without data are left out.',
      ),
    throughput: z.array(ThroughputPoint).describe('Every stretch; the last one is not over yet.'),
  })
  .meta({
    id: 'FleetMetrics',
    description:
      'Load and throughput, oldest first, over the same stretches of time: at most 96, of one to 15 minutes each.',
  })
export type FleetMetrics = z.infer<typeof FleetMetrics>

import { z } from 'zod'

const count = z.int().nonnegative()

export const TaskCounts = z
  .object({
    pending: count.meta({ description: 'Tasks that wait to be run.', example: 2 }),
    running: count.meta({ description: 'Tasks that run.', example: 1 }),
    review: count.meta({ description: 'Tasks whose result waits for a decision.', example: 1 }),
    done: count.meta({ description: 'Tasks that have succeeded.', example: 39 }),
    failed: count.meta({ description: 'Tasks that have failed or were rejected.', example: 1 }),
    cancelled: count.meta({ description: 'Tasks that were cancelled.', example: 0 }),
  })
  .meta({ id: 'TaskCounts', description: 'How many tasks are in each status.' })
export type TaskCounts = z.infer<typeof TaskCounts>

export const BatchCounts = z
  .object({
    id: z.string().meta({ description: "The batch's id.", example: 'batch_01kgs8x3m4' }),
    counts: TaskCounts.describe('Its tasks, by their status.'),
  })
  .meta({
    id: 'BatchCounts',
    description: 'The tasks that one request made, by their status; deleted ones are left out.',
  })
export type BatchCounts = z.infer<typeof BatchCounts>

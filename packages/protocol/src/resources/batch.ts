import { z } from 'zod'
import { BoardTask } from './board.ts'
import { BatchCounts } from './task-counts.ts'

export const EqualOutput = z
  .object({
    taskIds: z
      .array(z.string())
      .meta({ description: 'The tasks, in the order of the batch.', example: ['task_01kgs8x3m4'] }),
    tail: z.string().nullable().meta({
      description: 'The last line of what they printed or answered; null: there is none.',
      example: 'up 14 days',
    }),
  })
  .meta({
    id: 'EqualOutput',
    description: 'Tasks that came to the same: an equal status, exit code and output.',
  })
export type EqualOutput = z.infer<typeof EqualOutput>

export const Batch = BatchCounts.extend({
  tasks: z.array(BoardTask).describe('Its tasks, in the order in which they were made.'),
  outputs: z
    .array(EqualOutput)
    .describe(
      'Which of the tasks that have ended came to the same, most first. Prompts are compared by their result, commands by all that they printed. A task that printed more than 64 KiB, or what is beyond 4 MiB of the batch, is in none.',
    ),
}).meta({ id: 'Batch', description: 'The tasks that one request made.' })
export type Batch = z.infer<typeof Batch>

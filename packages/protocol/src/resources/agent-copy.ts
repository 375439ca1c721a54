import { z } from 'zod'
import { ProblemSchema } from './problem.ts'
import { BATCH_MAX } from './task.ts'

export const AgentCopy = z
  .object({
    desktopIds: z
      .array(z.string())
      .min(1)
      .max(BATCH_MAX)
      .meta({ description: 'The desktops to copy to.', example: ['desktop_01kgs8x3m4'] }),
  })
  .meta({ id: 'AgentCopy', description: 'Where to copy the agent of a desktop.' })

export const AgentCopyOutcome = z
  .object({
    id: z
      .string()
      .meta({ description: 'The desktop that was copied to.', example: 'desktop_01kgs8x3m4' }),
    error: ProblemSchema.nullable().describe(
      'Why nothing was changed on this desktop; null: it has the agent, the rules and the time limit.',
    ),
  })
  .meta({ id: 'AgentCopyOutcome', description: 'What came of the copy to one desktop.' })
export type AgentCopyOutcome = z.infer<typeof AgentCopyOutcome>

import { z } from 'zod'
import { DECISIONS, QUORUM_MAX } from '../quorum.ts'
import { Timestamp } from './text.ts'

export const Decision = z
  .enum(DECISIONS)
  .meta({ id: 'Decision', description: 'What a person decides.' })
export type Decision = z.infer<typeof Decision>

export const Vote = z
  .object({
    userId: z.string().meta({ description: 'Who has said it.', example: 'user_01kgs8x3m4' }),
    name: z.string().meta({ description: 'Their name at that time.', example: 'Ada' }),
    decision: Decision.describe('What they decided.'),
    at: Timestamp.describe('When they said it.'),
    feedback: z
      .string()
      .nullable()
      .meta({ description: 'Their note; null: none.', example: 'Looks right.' }),
  })
  .meta({ id: 'Vote', description: 'What one person has said about a result.' })
export type Vote = z.infer<typeof Vote>

export const Quorum = z.int().min(1).max(QUORUM_MAX)

export const Votes = z
  .object({
    required: z.int().meta({ description: 'How many people have to approve.', example: 2 }),
    given: z.int().meta({ description: 'How many of them have approved.', example: 1 }),
    votes: z.array(Vote).describe('Who has said what, oldest first.'),
    repeated: z
      .boolean()
      .optional()
      .describe(
        'In the answer to a decision: true if you had approved it before, so nothing has changed.',
      ),
  })
  .meta({ id: 'Votes', description: 'The approvals that a result needs, and those that it has.' })
export type Votes = z.infer<typeof Votes>

import { z } from 'zod'
import { ERROR_CODES, type Problem } from '../errors.ts'

export const ProblemSchema: z.ZodType<Problem> = z
  .object({
    type: z.string().meta({
      description: 'The code as a URN.',
      example: 'urn:mission-control:problem:task_not_found',
    }),
    title: z
      .string()
      .meta({ description: 'What kind of error it is, in words.', example: 'Task not found' }),
    status: z.int().meta({ description: 'The HTTP status.', example: 404 }),
    detail: z.string().meta({
      description: 'What was expected and what was got.',
      example: 'There is no task task_1.',
    }),
    code: z
      .enum(ERROR_CODES)
      .meta({ description: 'The stable code, for programs.', example: 'task_not_found' }),
    errors: z
      .array(
        z.object({
          path: z
            .string()
            .meta({ description: "The field's path; empty: the whole input.", example: 'content' }),
          message: z.string().meta({
            description: 'What was expected.',
            example: 'expected text that is not blank',
          }),
        }),
      )
      .optional()
      .describe('Each thing that is wrong with the input; of `not_ready` each part that is.'),
  })
  .meta({ id: 'Problem', description: 'An error, as RFC 9457 has it.' })

import { z } from 'zod'
import { FAILURE_CODES } from '../failures.ts'
import { AgentUsage } from '../resources/agent.ts'
import type { TranscriptRecord } from './record.ts'

/** The records of a transcript as a schema, made when the API's document is asked for. */
export function TranscriptRecordSchema(): z.ZodType {
  const id = z
    .string()
    .meta({ description: 'Pieces and records of one id belong together.', example: 'call_1' })
  const text = z
    .string()
    .meta({ description: 'The text, or its next piece.', example: 'All tests pass now.' })
  const tool = z.string().meta({ description: "The tool's name.", example: 'shell' })
  const title = z
    .string()
    .meta({ description: 'What the agent wants to do, in one line.', example: 'npm test' })
  const change = z.enum(['created', 'modified', 'deleted']).describe('What has happened to it.')
  const records = {
    message: [{ id, text }, 'What the agent says.'],
    thought: [{ id, text }, 'What it thinks before it says or does something.'],
    plan: [
      {
        entries: z
          .array(
            z.object({
              content: z.string().meta({ description: 'The step.', example: 'Run the tests' }),
              status: z.enum(['pending', 'in_progress', 'completed']).describe('How far it is.'),
            }),
          )
          .describe('The steps, in their order.'),
      },
      'What it plans to do; each plan replaces the one before.',
    ],
    tool_call: [
      {
        id,
        tool,
        title,
        input: z.unknown().meta({
          description: 'What the tool is given: any JSON.',
          example: { command: 'npm test' },
        }),
      },
      'It begins to use a tool. A later record with the same id replaces this one.',
    ],
    tool_result: [
      {
        id,
        ok: z.boolean().describe('The tool did what it was asked to.'),
        output: z.string().meta({ description: 'The result.', example: '42 passed' }),
        exitCode: z
          .int()
          .nullable()
          .meta({ description: "A command's exit code; null: there is none.", example: 0 }),
      },
      'The result of the call with that id.',
    ],
    permission: [
      {
        id,
        call: z.string().nullable().meta({
          description: "The id of the tool's call; null: not known.",
          example: 'call_1',
        }),
        tool,
        title,
        state: z
          .enum(['asked', 'allowed', 'denied', 'withdrawn'])
          .describe('The answer to the question.'),
        feedback: z
          .string()
          .nullable()
          .meta({ description: 'What the person said; null: nothing.', example: null }),
      },
      'A person is asked whether it may do this. A later record with the same id replaces this one.',
    ],
    file_change: [
      {
        path: z.string().meta({
          description: 'Relative to the working directory.',
          example: 'src/main.ts',
        }),
        change,
      },
      'It has changed a file.',
    ],
    usage: [AgentUsage.shape, 'All that was used so far.'],
    error: [
      {
        code: z.enum(FAILURE_CODES).describe('Why: a stable code, for programs.'),
        message: z.string().meta({ description: 'Why, in words.', example: 'The model is gone.' }),
      },
      'It has failed; nothing follows.',
    ],
    result: [{ text }, 'It is done, and this is its answer; nothing follows.'],
  } satisfies { [T in TranscriptRecord['type']]: [z.ZodRawShape, string] }
  const members = Object.entries(records).map(([type, [shape, description]]) =>
    z
      .object({ type: z.literal(type).describe('What kind of record it is.'), ...shape })
      .describe(description),
  )
  return z.union(members).meta({
    id: 'TranscriptRecord',
    description: 'What an agent does, as it happens. Readers skip what they do not know.',
  })
}

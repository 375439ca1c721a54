import { z } from 'zod'
import { ASKS_PERMISSION } from '../agents/asking.ts'

export const AgentKind = z.enum(['chat', 'acp', 'builtin']).meta({
  id: 'AgentKind',
  description:
    'How an agent is reached: a chat endpoint, a program that speaks ACP, or the built-in agent.',
})
export type AgentKind = z.infer<typeof AgentKind>

export const Agent = z
  .object({
    kind: AgentKind.describe('How the agent is reached.'),
    model: z.string().nullable().meta({
      description:
        'The model. null: the endpoint or the program takes one by itself, and has not said which; a program says it in its first session.',
      example: 'gpt-oss:20b',
    }),
    problem: z.string().nullable().meta({
      description: "Why the agent isn't ready, in words; null: nothing is known to be wrong.",
      example: null,
    }),
    source: z
      .enum(['server', 'machine'])
      .describe('Who has set it up: the server, or the machine by its own file or environment.'),
    asksPermission: z
      .enum(ASKS_PERMISSION)
      .describe('Whether it asks a person before it acts; no: it can’t be made to ask.'),
    asksPermissionReason: z.string().meta({
      description: 'How that is known, in words.',
      example: 'It asks for what the permission rules of the desktop name.',
    }),
  })
  .meta({ id: 'Agent', description: 'The agent that a desktop is set up with.' })
export type Agent = z.infer<typeof Agent>

export const AgentUsage = z
  .object({
    inputTokens: z.int().nullable().meta({
      description: 'Tokens that went to the model; null: not reported.',
      example: 12000,
    }),
    outputTokens: z.int().nullable().meta({
      description: 'Tokens that came from the model; null: not reported.',
      example: 800,
    }),
    costUsd: z
      .number()
      .nullable()
      .meta({ description: 'US dollars; null: not reported.', example: 0.042 }),
    steps: z.int().meta({ description: 'Answers of the model.', example: 7 }),
  })
  .meta({ id: 'AgentUsage', description: "What an agent's work used; null: not reported." })
export type AgentUsage = z.infer<typeof AgentUsage>

import { z } from 'zod'

/** How an agent is reached: a chat endpoint, a program that speaks ACP, or our own tool loop. */
export const AgentKind = z.enum(['chat', 'acp', 'builtin'])
export type AgentKind = z.infer<typeof AgentKind>

/** The agent that a desktop is set up with. */
export const Agent = z.object({
  kind: AgentKind,
  /** null: whatever the endpoint or the program takes by itself. */
  model: z.string().nullable(),
  /** Why it isn't ready, in words. */
  problem: z.string().nullable(),
  /** Who has set it up: the server, or the machine by its own file or environment. */
  source: z.enum(['server', 'machine']),
})
export type Agent = z.infer<typeof Agent>

/** What an agent's work has taken; null: nobody has said. */
export const AgentUsage = z.object({
  inputTokens: z.int().nullable(),
  outputTokens: z.int().nullable(),
  costUsd: z.number().nullable(),
  /** Answers of the model. */
  steps: z.int(),
})
export type AgentUsage = z.infer<typeof AgentUsage>

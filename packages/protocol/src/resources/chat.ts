import { z } from 'zod'
import type { TranscriptRecord } from '../transcript/record.ts'
import { Actor } from './actor.ts'
import { AgentUsage } from './agent.ts'
import { TaskError } from './task.ts'
import { Content, Timestamp } from './text.ts'

export const NewChatMessage = z
  .object({
    message: Content.meta({
      description: 'What to say to the agent.',
      example: 'Which branch are you on?',
    }),
  })
  .meta({ id: 'NewChatMessage', description: "Something to say to a desktop's agent." })
export type NewChatMessage = z.infer<typeof NewChatMessage>

export const ChatTurnStatus = z.enum(['queued', 'running', 'done', 'failed', 'cancelled']).meta({
  id: 'ChatTurnStatus',
  description:
    "The state of a turn. queued: it starts when the desktop's earlier messages have been answered.",
})
export type ChatTurnStatus = z.infer<typeof ChatTurnStatus>

export const ChatTurn = z
  .object({
    id: z.string().meta({ description: "The turn's id.", example: 'chat_01kgs8x3m4' }),
    taskId: z.string().meta({
      description:
        'The task that carries it out, which no list shows: its output is the transcript.',
      example: 'task_01kgs8x3m4',
    }),
    message: z
      .string()
      .meta({ description: 'What was said to the agent.', example: 'Which branch are you on?' }),
    reply: z.string().nullable().meta({
      description: 'What the agent replied; null: not yet, or never.',
      example: 'On main.',
    }),
    status: ChatTurnStatus.describe('How far the turn is.'),
    error: TaskError.nullable().describe('Why there is no reply; null: nothing went wrong.'),
    usage: AgentUsage.nullable().describe('What the turn used; null: not known.'),
    createdAt: Timestamp.describe('When the message was accepted.'),
    completedAt: Timestamp.nullable().describe("When the turn ended; null: it hasn't."),
    createdBy: Actor.nullable().describe('Who sent the message; null: not known.'),
  })
  .meta({ id: 'ChatTurn', description: "A message to a desktop's agent, with the reply to it." })
export type ChatTurn = z.infer<typeof ChatTurn>

/**
 * The frames of a streamed turn: the turn first, at each change, and last with its end; in between
 * what the agent does, each record numbered by its frame's id, from 1 on.
 */
export type ChatFrame =
  | { type: 'chat.turn'; payload: ChatTurn }
  | { type: 'chat.record'; payload: TranscriptRecord }

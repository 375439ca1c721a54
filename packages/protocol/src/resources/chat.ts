import { z } from 'zod'
import type { TranscriptRecord } from '../transcript/record.ts'
import { AgentUsage } from './agent.ts'
import { TaskError } from './task.ts'
import { Content, Timestamp } from './text.ts'

export const NewChatMessage = z.object({ message: Content })
export type NewChatMessage = z.infer<typeof NewChatMessage>

/** `queued`: it goes out when the desktop's earlier messages have been answered. */
export const ChatTurnStatus = z.enum(['queued', 'running', 'done', 'failed', 'cancelled'])
export type ChatTurnStatus = z.infer<typeof ChatTurnStatus>

/** A message to a desktop's agent, with the reply to it. */
export const ChatTurn = z.object({
  id: z.string(),
  /** The task that carries it out, which no list shows: its output is the transcript. */
  taskId: z.string(),
  message: z.string(),
  /** null: not yet, or never. */
  reply: z.string().nullable(),
  status: ChatTurnStatus,
  error: TaskError.nullable(),
  usage: AgentUsage.nullable(),
  createdAt: Timestamp,
  completedAt: Timestamp.nullable(),
})
export type ChatTurn = z.infer<typeof ChatTurn>

/**
 * What a streamed turn is told by: the turn first and at each change, the last time with its end; in
 * between what the agent does, each record numbered by its frame's id, from 1 on.
 */
export type ChatFrame =
  | { type: 'chat.turn'; payload: ChatTurn }
  | { type: 'chat.record'; payload: TranscriptRecord }

import { z } from 'zod'
import { Actor } from './actor.ts'
import { Timestamp } from './text.ts'

export const AuditEntry = z
  .object({
    id: z.int().meta({ description: 'Its number in the log of the workspace.', example: 42 }),
    at: Timestamp.describe('When it happened.'),
    actor: Actor.nullable().describe('Who did it; null: nobody whom the server knows.'),
    userId: z.string().nullable().meta({
      description: 'The user behind the actor; null: none, or not known.',
      example: 'user_01kgs8x3m4',
    }),
    action: z.string().meta({
      description: 'What was done: the name of the operation, as in the document of the API.',
      example: 'runTask',
    }),
    target: z.string().nullable().meta({
      description: 'The id of what it was done to; null: the workspace itself, or not known.',
      example: 'task_01kgs8x3m4',
    }),
    outcome: z.string().meta({
      description: 'ok, or the code of the error with which it was refused.',
      example: 'ok',
    }),
    count: z.int().meta({
      description: 'How often: refusals that are alike are one entry for each minute.',
      example: 1,
    }),
    address: z.string().nullable().meta({
      description: 'The address that it came from; null: from several, or from the server itself.',
      example: '192.0.2.20',
    }),
    userAgent: z.string().nullable().meta({
      description: 'What the client called itself; null: nothing.',
      example: 'curl/8.14.1',
    }),
    hash: z.string().meta({
      description: 'SHA-256 of the hash before and of all of the above.',
      example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    }),
  })
  .meta({ id: 'AuditEntry', description: 'What somebody did, or was refused.' })
export type AuditEntry = z.infer<typeof AuditEntry>

import { z } from 'zod'

export const ActorKind = z.enum(['user', 'key', 'service', 'agent', 'system']).meta({
  id: 'ActorKind',
  description:
    "Who acts: a person, a person's API key, a key of a service account, the agent of a task, or the system by itself.",
})
export type ActorKind = z.infer<typeof ActorKind>

export const Actor = z
  .object({
    kind: ActorKind.describe('What it is.'),
    id: z.string().meta({
      description: 'The id of the user, the API key, the service account or the task.',
      example: 'user_01kgs8x3m4',
    }),
    name: z.string().meta({ description: 'What it was called then.', example: 'Ada Lovelace' }),
  })
  .meta({ id: 'Actor', description: 'Who has done something.' })
export type Actor = z.infer<typeof Actor>

/** The actor of everything that no request has asked for. */
export const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'system' }

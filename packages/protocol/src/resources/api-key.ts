import { z } from 'zod'
import { ROLES, SCOPES } from '../people/roles.ts'
import { RoleName } from './account.ts'
import { Label } from './desktop.ts'
import { Name, Timestamp } from './text.ts'

const DAY = 24 * 3600
/** A restriction names at most this many desktops, and as many labels. */
const NAMED_MAX = 100

const name = Name.meta({ description: 'What people call it.', example: 'ci' })
const scope = z
  .enum(SCOPES)
  .meta({ id: 'Scope', description: 'What a route needs, and a role or a key has.' })
const scopes = z
  .array(scope)
  .min(1, 'expected at least one scope')
  .max(SCOPES.length)
  .meta({ description: 'What it may do.', example: ['read', 'tasks'] })

const ids = z
  .array(z.string())
  .max(NAMED_MAX)
  .meta({ description: 'The ids of desktops.', example: ['desktop_01kgs8x3m4'] })
const labels = z
  .array(Label)
  .max(NAMED_MAX)
  .meta({
    description: 'Desktops that carry one of these labels, at the moment of each request.',
    example: ['gpu'],
  })

const KeyRestriction = z
  .object({ desktopIds: ids, labels })
  .meta({ id: 'KeyRestriction', description: 'The desktops that a key reaches.' })

export const KeyOwner = z
  .object({
    kind: z
      .enum(['user', 'service'])
      .meta({ description: 'A person, or a service account.', example: 'user' }),
    id: z.string().meta({ description: 'Their id.', example: 'user_01kgs8x3m4' }),
    name: z.string().meta({ description: 'What they are called.', example: 'Ada' }),
    role: RoleName.nullable().describe(
      'Their role in the workspace now; null: they have left it, so their keys open nothing.',
    ),
  })
  .meta({ id: 'KeyOwner', description: 'Whose key it is. A key may never do more than they may.' })

export const ApiKey = z
  .object({
    id: z.string().meta({ description: "The key's id.", example: 'key_01kgs8x3m4' }),
    name,
    createdAt: Timestamp.describe('When it was created.'),
    last4: z
      .string()
      .meta({ description: 'The last four characters of the key.', example: 'x7Qp' }),
    lastUsedAt: Timestamp.nullable().describe('When it was last used, to the minute; null: never.'),
    lastUsedFrom: z.string().nullable().meta({
      description: 'The address that it was last used from; null: not known.',
      example: '192.0.2.10',
    }),
    expiresAt: Timestamp.nullable().describe('From then on it opens nothing; null: no end.'),
    scopes: scopes
      .nullable()
      .describe('The scopes that were chosen for it; null: all that its owner has.'),
    effectiveScopes: z.array(scope).meta({
      description: "What it may do now: its scopes, as far as its owner's role has them.",
      example: ['read', 'tasks'],
    }),
    restrictedTo: KeyRestriction.nullable().describe(
      'The only desktops that it reaches, with their tasks; null: all.',
    ),
    previousUntil: Timestamp.nullable().describe(
      'It was rotated, and its previous value is good until then; null: it has one value.',
    ),
    owner: KeyOwner.describe('Whose key it is.'),
  })
  .meta({ id: 'ApiKey', description: 'A key for programs.' })
export type ApiKey = z.infer<typeof ApiKey>

export const NewApiKey = z
  .object({
    name,
    scopes: scopes.optional().describe('What it may do. Left out: all that its owner may.'),
    expiresInSeconds: z
      .int()
      .min(60)
      .max(3650 * DAY)
      .nullish()
      .meta({
        description: 'How long it is good: a minute to ten years. null, or left out: no end.',
        example: 7776000,
      }),
    restrictedTo: z
      .object({ desktopIds: ids.default([]), labels: labels.default([]) })
      .refine(({ desktopIds, labels }) => desktopIds.length + labels.length > 0, {
        path: ['desktopIds'],
        error: 'expected at least one of desktopIds and labels, got neither',
      })
      .nullish()
      .meta({
        description:
          'The only desktops that it reaches, with their tasks. null, or left out: all of the workspace.',
        example: { desktopIds: [], labels: ['gpu'] },
      }),
    serviceAccountId: z.string().optional().meta({
      description: 'The service account that it belongs to. Left out: it is yours.',
      example: 'user_01kgs8x3m4',
    }),
  })
  .meta({ id: 'NewApiKey', description: 'An API key to create.' })
export type NewApiKey = z.input<typeof NewApiKey>

export const CreatedApiKey = ApiKey.extend({
  key: z.string().meta({
    description: 'The key itself, shown in this answer only; the server keeps its hash.',
    example: 'mc_9fK2x7Qp',
  }),
}).meta({ id: 'CreatedApiKey', description: 'A new key, which this answer alone shows.' })
export type CreatedApiKey = z.infer<typeof CreatedApiKey>

export const KeyRotation = z
  .object({
    oldValidForSeconds: z
      .int()
      .min(0)
      .max(30 * DAY)
      .default(0)
      .meta({
        description:
          'How long the value that it has now stays good beside the new one: at most 30 days.',
        example: 86400,
      }),
  })
  .meta({ id: 'KeyRotation', description: 'A new value for a key.' })
export type KeyRotation = z.input<typeof KeyRotation>

const serviceName = Name.meta({ description: 'What people call it.', example: 'nightly builds' })
const serviceRole = z
  .enum(ROLES)
  .meta({ description: 'What its keys may do at most.', example: 'operator' })

export const ServiceAccount = z
  .object({
    id: z.string().meta({ description: 'Its id.', example: 'user_01kgs8x3m4' }),
    name: serviceName,
    role: serviceRole,
    createdAt: Timestamp.describe('When it was created.'),
    keys: z.int().meta({ description: 'How many keys it has.', example: 1 }),
  })
  .meta({ id: 'ServiceAccount', description: 'An owner of keys that is no person.' })
export type ServiceAccount = z.infer<typeof ServiceAccount>

export const NewServiceAccount = z
  .object({ name: serviceName, role: serviceRole })
  .meta({ id: 'NewServiceAccount', description: 'A service account to create.' })
export type NewServiceAccount = z.infer<typeof NewServiceAccount>

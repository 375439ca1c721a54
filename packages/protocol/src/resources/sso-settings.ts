import { z } from 'zod'
import { PRESETS } from '../people/presets.ts'
import { RoleName } from './account.ts'
import { ProviderId } from './single-sign-on.ts'
import { Name, Timestamp } from './text.ts'

const RULES_MAX = 100

const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'expected text that is not blank')
    .max(most, `expected at most ${most} characters`)
    .regex(/^[ -~]+$/, 'expected visible characters')

export const RoleRule = z
  .object({
    group: Name.meta({ description: 'A group at the provider.', example: 'ops' }),
    role: RoleName.describe('What its members are.'),
    workspaceId: z.string().max(100, 'expected at most 100 characters').nullable().meta({
      description: "In which workspace; null: in the owner's personal one.",
      example: 'workspace_01kgs8x3m4',
    }),
  })
  .meta({ id: 'RoleRule', description: 'What the members of a group at the provider are here.' })
export type RoleRule = z.infer<typeof RoleRule>

/** What a provider is set up with, but for its secret. */
const fields = {
  name: Name.max(60, 'expected at most 60 characters').meta({
    description: 'What the button on the sign-in page says.',
    example: 'Example Inc.',
  }),
  issuer: text(500).meta({
    description:
      'The address of the provider, as its discovery document names it; of GitHub Enterprise the address of the server. https://, or http:// on the machine of the server.',
    example: 'https://login.example.com',
  }),
  clientId: text(500).meta({
    description: 'The id of Mission Control at the provider.',
    example: 'mission-control',
  }),
  scopes: text(500).meta({
    description: 'What the provider is asked for, separated by spaces.',
    example: 'openid email profile',
  }),
  rolesClaim: text(200).meta({
    description: "The claim that lists somebody's groups; dots lead into objects.",
    example: 'groups',
  }),
  roles: z
    .array(RoleRule)
    .max(RULES_MAX, `expected at most ${RULES_MAX} rules`)
    .describe('What groups at the provider are here.'),
  trustEmail: z.boolean().meta({
    description: 'Whether an e-mail address counts as verified where the provider does not say so.',
    example: false,
  }),
  autoJoin: z.boolean().meta({
    description: 'Whether somebody whom nobody has invited becomes a user.',
    example: false,
  }),
  enabled: z.boolean().meta({
    description: 'Whether the sign-in page offers it.',
    example: true,
  }),
}

const preset = z.enum(PRESETS).meta({
  description: 'What kind of provider it is; oidc: any that speaks OpenID Connect.',
  example: 'google',
})

export const SsoProvider = z
  .object({
    id: ProviderId,
    preset,
    ...fields,
    hasSecret: z
      .boolean()
      .meta({ description: 'Whether there is a client secret. It is never shown.', example: true }),
    redirectUrl: z.string().meta({
      description: 'The redirect address to enter at the provider.',
      example: 'https://mc.example.org/sign-in/google',
    }),
    readOnly: z.boolean().meta({
      description: "Whether the server's environment sets it, so that nobody can change it here.",
      example: false,
    }),
    provenAt: Timestamp.nullable().describe(
      'When the owner last signed in through it as it is set up now; null: not yet.',
    ),
  })
  .meta({ id: 'SsoProvider', description: 'A provider of single sign-on, as it is set up.' })
export type SsoProvider = z.infer<typeof SsoProvider>

export const SsoSettings = z
  .object({
    required: z.boolean().meta({
      description: 'Whether people sign in through a provider only.',
      example: false,
    }),
    requiredReadOnly: z.boolean().meta({
      description: "Whether the server's environment says so, and nobody can change it here.",
      example: false,
    }),
    redirectBase: z.string().meta({
      description: 'What redirect addresses begin with; the id of a provider follows.',
      example: 'https://mc.example.org/sign-in/',
    }),
    providers: z.array(SsoProvider).describe('Every provider, that of the environment first.'),
  })
  .meta({ id: 'SsoSettings', description: 'How people sign in by single sign-on.' })
export type SsoSettings = z.infer<typeof SsoSettings>

export const SsoChanges = z
  .object({
    required: z.boolean().meta({
      description:
        'Whether people sign in through a provider only. The owner has to have signed in through one first.',
      example: true,
    }),
  })
  .meta({ id: 'SsoChanges', description: 'Changed settings of single sign-on.' })

const clientSecret = text(2000).nullish().meta({
  description:
    'The secret of Mission Control at the provider; null: a public client, which has none. Left out of a change: the stored one stays, if it would go to the same place.',
  example: 's3cret',
})

export const NewSsoProvider = z
  .object({
    id: ProviderId,
    preset,
    ...fields,
    name: fields.name.optional(),
    issuer: fields.issuer.optional(),
    clientSecret,
    scopes: fields.scopes.optional(),
    rolesClaim: fields.rolesClaim.default('groups'),
    roles: fields.roles.default([]),
    trustEmail: fields.trustEmail.default(false),
    autoJoin: fields.autoJoin.default(false),
    enabled: fields.enabled.default(true),
  })
  .meta({ id: 'NewSsoProvider', description: 'A provider to set up.' })
export type NewSsoProvider = z.infer<typeof NewSsoProvider>

export const SsoProviderChanges = z
  .object({ ...fields, clientSecret })
  .partial()
  .meta({ id: 'SsoProviderChanges', description: 'What changes of a provider.' })
export type SsoProviderChanges = z.infer<typeof SsoProviderChanges>

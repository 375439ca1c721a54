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

const CheckName = z.enum(['discovery', 'addresses', 'keys', 'secret', 'redirect']).meta({
  description: 'What was looked at.',
  example: 'secret',
})
export type CheckName = z.infer<typeof CheckName>

export const SsoCheck = z
  .object({
    check: CheckName,
    outcome: z.enum(['ok', 'failed', 'unknown']).meta({
      description: 'unknown: it can’t be told from here; a trial tells.',
      example: 'ok',
    }),
    detail: z.string().meta({
      description: 'What was found, and what to do.',
      example: 'It takes the client id and the secret.',
    }),
  })
  .meta({ id: 'SsoCheck', description: 'One thing that was looked at.' })
export type SsoCheck = z.infer<typeof SsoCheck>

export const SsoChecked = z
  .object({ checks: z.array(SsoCheck).describe('In the order in which they were made.') })
  .meta({ id: 'SsoChecked', description: 'What looking at a provider has found.' })
export type SsoChecked = z.infer<typeof SsoChecked>

export const SsoTrialFinish = z
  .object({
    provider: ProviderId,
    answer: z.string().max(4000, 'expected at most 4000 characters').meta({
      description: 'The query of the address that the provider has sent the browser back to.',
      example: 'code=Zk3vX0&state=trial.mR2u',
    }),
  })
  .meta({ id: 'SsoTrialFinish', description: 'What a provider has sent the owner back with.' })

const said = z.string().meta({ description: 'Its value, as text.', example: 'ada@example.com' })

export const SsoTrial = z
  .object({
    admitted: z
      .boolean()
      .meta({ description: 'Whether it would sign somebody in.', example: true }),
    detail: z
      .string()
      .nullable()
      .meta({ description: 'Why it would not; null: it would.', example: null }),
    user: z
      .object({
        email: z.string().meta({ description: 'Their address.', example: 'ada@example.com' }),
        name: z.string().meta({ description: 'How they are shown.', example: 'Ada' }),
        isNew: z
          .boolean()
          .meta({ description: 'Whether they would become a user by it.', example: false }),
      })
      .nullable()
      .describe('Whom it would sign in; null: nobody.'),
    places: z
      .array(
        z.object({
          workspaceId: z
            .string()
            .meta({ description: "The workspace's id.", example: 'workspace_01kgs8x3m4' }),
          name: z.string().meta({ description: 'What people call it.', example: 'Build team' }),
          personal: z.boolean().meta({ description: 'Whether it is their own.', example: false }),
          role: RoleName.describe('What they would be there.'),
        }),
      )
      .describe('Every workspace that they would be a member of.'),
    subject: z.string().meta({ description: 'Their id at the provider.', example: '248289761001' }),
    email: z.string().nullable().meta({
      description: 'The verified e-mail address by which a user is looked for; null: none.',
      example: 'ada@example.com',
    }),
    groups: z
      .array(z.string())
      .meta({ description: 'Their groups at the provider.', example: ['ops'] }),
    claims: z
      .array(
        z.object({
          name: z.string().meta({ description: "The claim's name.", example: 'email' }),
          value: said,
        }),
      )
      .describe('All that the provider has said of them.'),
  })
  .meta({ id: 'SsoTrial', description: 'What a sign-in through a provider would come to.' })
export type SsoTrial = z.infer<typeof SsoTrial>

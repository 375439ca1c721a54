import { z } from 'zod'
import { User } from './account.ts'

/** The id of the provider that the server's environment names. */
export const ENVIRONMENT_PROVIDER = 'oidc'

export const ProviderId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'expected up to 31 characters of a-z, 0-9 and -, a letter first')
  .meta({
    description: 'Which provider it is. The address that it sends people back to ends with it.',
    example: 'google',
  })
export type ProviderId = z.infer<typeof ProviderId>

export const SignInWay = z
  .object({
    id: ProviderId,
    name: z.string().meta({ description: 'How the provider is shown.', example: 'Example Inc.' }),
  })
  .meta({ id: 'SignInWay', description: 'A provider through which people sign in.' })
export type SignInWay = z.infer<typeof SignInWay>

export const SignInWays = z
  .object({
    password: z.boolean().meta({
      description: 'Whether people sign in by e-mail and password; false: through a provider only.',
      example: true,
    }),
    providers: z.array(SignInWay).describe('The providers of single sign-on.'),
    header: z.string().nullable().meta({
      description: 'Whom a trusted proxy names as the user of this request; null: it names nobody.',
      example: null,
    }),
    reset: z.boolean().meta({
      description: 'Whether a link to choose another password is sent by e-mail.',
      example: true,
    }),
    passkeys: z.string().nullable().meta({
      description:
        'The host at which passkeys sign in, whoever has some; null: none do, at this address or at all.',
      example: 'mc.example.org',
    }),
  })
  .meta({ id: 'SignInWays', description: 'How people can sign in here.' })
export type SignInWays = z.infer<typeof SignInWays>

const PATH_MAX = 1000
const ANSWER_MAX = 4000

export const SsoStart = z
  .object({
    provider: ProviderId,
    returnTo: z
      .string()
      .max(PATH_MAX, `expected at most ${PATH_MAX} characters`)
      // No backslash, and no second slash: a browser would take what follows for the address of a host.
      .regex(/^\/([!-.0-[\]-~][!-[\]-~]*)?$/, 'expected a path of the dashboard')
      .default('/')
      .meta({
        description: 'The path of the dashboard to come back to; nothing outside of it is taken.',
        example: '/approvals',
      }),
  })
  .meta({ id: 'SsoStart', description: 'Through whom somebody wants to sign in.' })

export const SsoBegun = z
  .object({
    url: z.string().meta({
      description: 'Where the browser goes now.',
      example: 'https://login.example.com/authorize?client_id=mission-control',
    }),
  })
  .meta({ id: 'SsoBegun', description: 'The way to the provider.' })

export const SsoFinish = z
  .object({
    provider: ProviderId,
    answer: z.string().max(ANSWER_MAX, `expected at most ${ANSWER_MAX} characters`).meta({
      description: 'The query of the address that the provider has sent the browser back to.',
      example: 'code=Zk3vX0&state=mR2u',
    }),
  })
  .meta({ id: 'SsoFinish', description: 'What a provider has sent somebody back with.' })

export const SsoSignedIn = z
  .object({
    user: User.describe('Who is signed in now.'),
    returnTo: z
      .string()
      .meta({ description: 'The path of the dashboard to go on with.', example: '/approvals' }),
  })
  .meta({ id: 'SsoSignedIn', description: 'Who has just signed in, and where they wanted to go.' })

export const SsoSignedOut = z
  .object({
    url: z.string().nullable().meta({
      description:
        'Where the browser goes to be signed out at the provider too; null: nothing more is to do.',
      example: 'https://login.example.com/logout?client_id=mission-control',
    }),
  })
  .meta({ id: 'SsoSignedOut', description: 'What is left of the way out.' })

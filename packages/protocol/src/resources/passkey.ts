import { z } from 'zod'
import { Code, Password } from './second-factor.ts'
import { Name, Timestamp } from './text.ts'

/** The most passkeys that a user has. */
export const PASSKEYS_MAX = 20

/** What authenticators write is short: an id has at most 1,023 bytes, the rest a few hundred. */
const PART_MAX = 8_000

const part = (description: string, example: string, max = PART_MAX) =>
  z
    .string()
    .max(max, `expected at most ${max} characters`)
    .regex(/^[\w-]+$/, 'expected base64url')
    .meta({ description, example })

const passkeyName = Name.meta({ description: 'What its user calls it.', example: "Ada's phone" })

export const Passkey = z
  .object({
    id: z.string().meta({ description: "The passkey's id.", example: 'passkey_01kgs8x3m4' }),
    name: passkeyName,
    host: z.string().meta({
      description: 'The host of the dashboard where it signs in, and nowhere else.',
      example: 'mc.example.org',
    }),
    createdAt: Timestamp.describe('When it was added.'),
    lastUsedAt: Timestamp.nullable().describe('When it last signed somebody in; null: never.'),
  })
  .meta({ id: 'Passkey', description: 'What signs a user in without a password or a code.' })
export type Passkey = z.infer<typeof Passkey>

export const Proof = z
  .object({
    password: Password,
    code: Code.optional().meta({
      description: 'Where two factors are asked for: a code of the app, or a recovery code.',
      example: '492039',
    }),
  })
  .meta({
    id: 'Proof',
    description: 'That it is really the user who asks: their factors, once more.',
  })

export const PasskeyOptions = z
  .object({
    options: z
      .looseObject({
        challenge: z.string().meta({ description: 'What to sign, once.', example: 'mR2uZk3vX0' }),
      })
      .describe('As navigator.credentials takes them, with bytes as base64url.'),
  })
  .meta({ id: 'PasskeyOptions', description: 'What the browser asks the authenticator for.' })
export type PasskeyOptions = z.infer<typeof PasskeyOptions>

const credential = {
  id: part("The credential's id.", 'mR2uZk3vX0', 1_400),
  rawId: part('The same.', 'mR2uZk3vX0', 1_400),
  type: z.literal('public-key').meta({ description: 'Its kind.', example: 'public-key' }),
}
const clientDataJSON = part('What the browser says about the request.', 'eyJ0eXBlIjoi')

export const NewPasskey = z
  .object({
    name: passkeyName,
    credential: z
      .object({
        ...credential,
        response: z
          .object({
            clientDataJSON,
            attestationObject: part('The public key, and where it is from.', 'o2NmbXRkbm9uZQ'),
          })
          .describe('What the authenticator has made.'),
      })
      .describe('What navigator.credentials.create has answered, with bytes as base64url.'),
  })
  .meta({ id: 'NewPasskey', description: 'A passkey to add.' })
export type NewPasskey = z.infer<typeof NewPasskey>

export const PasskeyChanges = z
  .object({ name: passkeyName })
  .meta({ id: 'PasskeyChanges', description: 'Another name for a passkey.' })

export const PasskeySignIn = z
  .object({
    credential: z
      .object({
        ...credential,
        response: z
          .object({
            clientDataJSON,
            authenticatorData: part('What the authenticator says about itself.', 'SZYN5YgOjGh0'),
            signature: part('Over both.', 'MEUCIQDx'),
            userHandle: part('Whose it is.', 'dXNlcl8wMQ', 100).nullish(),
          })
          .describe('What the authenticator has signed.'),
      })
      .describe('What navigator.credentials.get has answered, with bytes as base64url.'),
  })
  .meta({ id: 'PasskeySignIn', description: 'What a person signs in with by a passkey.' })
export type PasskeySignIn = z.infer<typeof PasskeySignIn>

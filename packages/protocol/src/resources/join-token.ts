import { z } from 'zod'
import { labels } from './desktop.ts'
import { Name, Timestamp } from './text.ts'

/** Stands for the joining machine's host name in a name or a label. */
export const HOSTNAME = '{hostname}'

const DAY = 24 * 3600

/** A text that is a valid label once the host name is in it. */
const LabelPattern = z
  .string()
  .regex(
    /^(?:[\w.:/=-]|\{hostname\}){1,63}$/,
    'expected 1 to 63 letters, digits or the characters _ . : / = -, or {hostname} among them',
  )

const name = Name.meta({
  description: 'What the machines are called; {hostname} stands for the name of each.',
  example: 'build-{hostname}',
})
const uses = z.int().min(1).max(1000)

export const JoinToken = z
  .object({
    id: z.string().meta({ description: "The token's id.", example: 'jointoken_01kgs8x3m4' }),
    name: name.nullable().describe('What the machines are called; null: as they call themselves.'),
    labels: z.array(z.string()).meta({
      description: 'The labels that each machine gets.',
      example: ['zone=b', 'host={hostname}'],
    }),
    uses: uses.meta({ description: 'How many machines it lets in.', example: 50 }),
    used: z.int().meta({ description: 'How many machines have joined by it.', example: 12 }),
    last4: z.string().meta({ description: 'The last four characters of it.', example: 'x7Qp' }),
    createdAt: Timestamp.describe('When it was made.'),
    expiresAt: Timestamp.describe('From then on it lets nobody in.'),
  })
  .meta({ id: 'JoinToken', description: 'What machines join by.' })
export type JoinToken = z.infer<typeof JoinToken>

export const NewJoinToken = z
  .object({
    name: name.optional(),
    labels: labels(LabelPattern).optional(),
    uses: uses
      .default(1)
      .meta({ description: 'How many machines it lets in.', example: 50, default: 1 }),
    expiresInSeconds: z
      .int()
      .min(1)
      .max(30 * DAY)
      .default(DAY)
      .meta({ description: 'How long it lets machines in: at most 30 days.', example: 3600 }),
  })
  .meta({ id: 'NewJoinToken', description: 'A token to make, for machines to join by.' })
export type NewJoinToken = z.infer<typeof NewJoinToken>

export const CreatedJoinToken = JoinToken.extend({
  token: z.string().meta({
    description: 'The token itself, shown in this answer only; its hash is what is kept.',
    example: 'mcj_9fK2x7Qp',
  }),
  command: z.string().meta({
    description: 'The line to paste on a machine, by the address at which the server was asked.',
    example: 'curl -fsSL https://mc.example.org/join | sh -s -- mcj_9fK2x7Qp',
  }),
}).meta({ id: 'CreatedJoinToken', description: 'A new token, which this answer alone shows.' })
export type CreatedJoinToken = z.infer<typeof CreatedJoinToken>

/** An Ed25519 public key: 32 bytes. */
const PublicKey = z.string().regex(/^[\w-]{43}$/, 'expected 43 characters of base64url')

export const JoiningMachine = z
  .object({
    token: z
      .string()
      .max(200)
      .meta({ description: 'The token that it joins by.', example: 'mcj_9fK2x7Qp' }),
    publicKey: PublicKey.meta({
      description:
        'The public half of the key pair that it has made (Ed25519, raw, base64url). The same one again is the same machine.',
      example: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    }),
    hostname: z.string().max(255).meta({ description: 'What it calls itself.', example: 'build7' }),
  })
  .meta({ id: 'JoiningMachine', description: 'A machine that wants to become a desktop.' })
export type JoiningMachine = z.infer<typeof JoiningMachine>

export const JoinedDesktop = z
  .object({
    desktopId: z
      .string()
      .meta({ description: 'The desktop that it is now.', example: 'desktop_01' }),
    name: z.string().meta({ description: 'What people call it.', example: 'build7' }),
  })
  .meta({ id: 'JoinedDesktop', description: 'What a machine has become.' })
export type JoinedDesktop = z.infer<typeof JoinedDesktop>

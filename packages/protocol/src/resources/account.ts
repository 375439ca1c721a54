import { z } from 'zod'
import { ROLES, SCOPES } from '../people/roles.ts'
import { Name, Timestamp } from './text.ts'

/** The fewest and the most characters of a password. */
export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 128

/** Compared without regard to case. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'expected at most 254 characters')
  .pipe(z.email('expected an e-mail address'))
  .meta({ format: 'email' })

export const NewPassword = z
  .string()
  .min(PASSWORD_MIN, `expected at least ${PASSWORD_MIN} characters`)
  .max(PASSWORD_MAX, `expected at most ${PASSWORD_MAX} characters`)

/** A password to compare. One that can't be right is refused before it costs a hash. */
const Password = z.string().max(PASSWORD_MAX, `expected at most ${PASSWORD_MAX} characters`)

export const User = z
  .object({
    id: z.string().meta({ description: "The user's id.", example: 'user_01kgs8x3m4' }),
    email: z
      .string()
      .meta({ description: 'What the user signs in with.', example: 'ada@example.com' }),
    name: z.string().meta({ description: 'How the user is shown.', example: 'Ada' }),
  })
  .meta({ id: 'User', description: 'A person who can sign in.' })
export type User = z.infer<typeof User>

export const NameChange = z
  .object({
    name: Name.meta({ description: 'How the user is shown from now on.', example: 'Ada' }),
  })
  .meta({ id: 'NameChange', description: 'Another name for whoever asks.' })

export const SignedIn = z
  .object({ user: User.describe('Who is signed in now.') })
  .meta({ id: 'SignedIn', description: 'Who has just signed in.' })
export type SignedIn = z.infer<typeof SignedIn>

export const RoleName = z.enum(ROLES).meta({
  id: 'Role',
  description:
    'What a member is in a workspace. Each role may do what those before it may: viewer reads, operator runs tasks and chats, approver judges, admin sees to desktops, people, keys and settings.',
})

const Place = z
  .object({
    id: z.string().meta({ description: "The workspace's id.", example: 'workspace_01kgs8x3m4' }),
    personal: z.boolean().meta({
      description: "Whether it is the user's own, which a request without x-workspace is for.",
      example: true,
    }),
    role: z.enum(ROLES).meta({ description: "The user's role there.", example: 'admin' }),
    scopes: z
      .array(z.enum(SCOPES))
      .meta({ description: 'What the role may do.', example: ['read', 'tasks'] }),
  })
  .meta({ id: 'Place', description: 'What a user is and may do in a workspace.' })

export const SessionState = z
  .object({
    user: User.nullable().describe('Who is signed in; null: nobody.'),
    workspace: Place.nullable().describe(
      'What the user is in the workspace that the request names, or else in their own; null: nothing.',
    ),
    needsSetUp: z
      .boolean()
      .meta({ description: 'No password is set yet, so nobody can sign in.', example: false }),
  })
  .meta({
    id: 'SessionState',
    description: 'Who is signed in, and whether anybody can sign in yet: that needs a password.',
  })
export type SessionState = z.infer<typeof SessionState>

export const Credentials = z
  .object({
    email: Email.meta({ description: "The user's e-mail address.", example: 'ada@example.com' }),
    password: Password.meta({
      description: "The user's password.",
      example: 'correct horse battery',
    }),
    code: z.string().trim().max(64, 'expected at most 64 characters').optional().meta({
      description: 'Where two factors are asked for: a code of the app, or a recovery code.',
      example: '492039',
    }),
  })
  .meta({ id: 'Credentials', description: 'What a person signs in with.' })

export const SetUp = z
  .object({
    token: z
      .string()
      .meta({ description: 'The part of the one-time link after the #.', example: 'Zk3vX0' }),
    email: Email.meta({
      description: 'The e-mail address to sign in with from now on.',
      example: 'ada@example.com',
    }),
    password: NewPassword.meta({
      description: 'The password to sign in with from now on.',
      example: 'correct horse battery',
    }),
  })
  .meta({ id: 'SetUp', description: 'A first e-mail address and password, by a one-time link.' })

export const PasswordChange = z
  .object({
    currentPassword: Password.meta({
      description: 'The current password.',
      example: 'correct horse battery',
    }),
    newPassword: NewPassword.meta({
      description: 'The new password.',
      example: 'staple battery horse',
    }),
  })
  .meta({ id: 'PasswordChange', description: 'The current password and the new one.' })

export const Session = z
  .object({
    id: z.string().meta({ description: "The session's id.", example: 'session_01kgs8x3m4' }),
    current: z
      .boolean()
      .meta({ description: 'Whether the request itself came with this session.', example: true }),
    createdAt: Timestamp.describe('When the user signed in.'),
    lastUsedAt: Timestamp.describe('When the session was last used, to the minute.'),
    expiresAt: Timestamp.describe(
      'When the session ends if it is not used; each use moves this on.',
    ),
    userAgent: z.string().meta({
      description: 'The name that the browser gives itself.',
      example: 'Mozilla/5.0 (X11; Linux x86_64)',
    }),
    ipAddress: z
      .string()
      .meta({ description: 'Where the user signed in from.', example: '192.0.2.10' }),
  })
  .meta({ id: 'Session', description: 'A browser in which a person is signed in.' })
export type Session = z.infer<typeof Session>

import { z } from 'zod'
import { Timestamp } from './text.ts'

/** Characters that a password may have at least and at most. */
export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 128

/** Told apart without regard to case. */
const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'expected at most 254 characters')
  .pipe(z.email('expected an e-mail address'))

const NewPassword = z
  .string()
  .min(PASSWORD_MIN, `expected at least ${PASSWORD_MIN} characters`)
  .max(PASSWORD_MAX, `expected at most ${PASSWORD_MAX} characters`)

/** One that is to be compared: what cannot be right is refused before it costs a hash. */
const Password = z.string().max(PASSWORD_MAX, `expected at most ${PASSWORD_MAX} characters`)

export const User = z.object({ id: z.string(), email: z.string(), name: z.string() })
export type User = z.infer<typeof User>

export const SignedIn = z.object({ user: User })
export type SignedIn = z.infer<typeof SignedIn>

/** Who is signed in here, and whether somebody can be: as long as no password is set, nobody can. */
export const SessionState = z.object({ user: User.nullable(), needsSetUp: z.boolean() })
export type SessionState = z.infer<typeof SessionState>

export const Credentials = z.object({ email: Email, password: Password })

/** `token`: what stands after the # of a one-time link. */
export const SetUp = z.object({ token: z.string(), email: Email, password: NewPassword })

export const PasswordChange = z.object({ currentPassword: Password, newPassword: NewPassword })

/** A browser in which a person is signed in. */
export const Session = z.object({
  id: z.string(),
  /** It is the one that asks. */
  current: z.boolean(),
  createdAt: Timestamp,
  /** To the minute. */
  lastUsedAt: Timestamp,
  /** Moves on with each use. */
  expiresAt: Timestamp,
  userAgent: z.string(),
  ipAddress: z.string(),
})
export type Session = z.infer<typeof Session>

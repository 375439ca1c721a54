import { randomBytes } from 'node:crypto'
import { PASSWORD_MAX, PASSWORD_MIN } from '@mission-control/protocol'
import { APIError } from 'better-auth/api'
import { betterAuth } from 'better-auth/minimal'
import type { Core } from '../core.ts'
import { newId } from '../ids.ts'
import { betterAuthAdapter } from './better-auth-adapter.ts'
import { SESSION_LASTS } from './sessions.ts'

/** Says where a sign-in comes from, in the headers given to better-auth. */
const ADDRESS_HEADER = 'x-real-ip'

/** Where somebody signs in. */
export interface Origin {
  userAgent: string
  ipAddress: string
}

/** What of better-auth is used. */
export interface BetterAuth {
  /** Makes a session; null if e-mail or password is wrong. Takes as long in either case. */
  signIn(credentials: { email: string; password: string }, from: Origin): Promise<NewSession | null>
  hashPassword(password: string): Promise<string>
  verifyPassword(password: string, hash: string): Promise<boolean>
}

export interface NewSession {
  /** What the cookie holds; only its hash is kept. */
  token: string
  user: { id: string; email: string; name: string }
}

/**
 * Better-auth over our store: it checks e-mail and password, and makes the session. What a session
 * means (who asks, what ends when) is ours, so nothing of its HTTP side is mounted.
 */
export async function createBetterAuth(core: Core): Promise<BetterAuth> {
  const auth = configure(core)
  const { password: passwords } = await auth.$context
  return {
    async signIn(body, { userAgent, ipAddress }) {
      const headers = new Headers({ 'user-agent': userAgent, [ADDRESS_HEADER]: ipAddress })
      try {
        const { token, user } = await auth.api.signInEmail({ body, headers })
        return { token, user: { id: user.id, email: user.email, name: user.name } }
      } catch (error) {
        if (error instanceof APIError && error.status === 'UNAUTHORIZED') return null
        throw error
      }
    },
    hashPassword: (password) => passwords.hash(password),
    verifyPassword: (password, hash) => passwords.verify({ password, hash }),
  }
}

function configure(core: Core) {
  return betterAuth({
    database: betterAuthAdapter(core.store),
    // For its links and signed cookies, neither of which is used: our cookie is the bare token.
    baseURL: 'http://localhost',
    secret: randomBytes(32).toString('base64url'),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
    },
    user: {
      modelName: 'users',
      fields: { createdAt: 'created_at' },
    },
    account: {
      modelName: 'accounts',
      fields: {
        userId: 'user_id',
        providerId: 'provider_id',
        accountId: 'account_id',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    session: {
      modelName: 'sessions',
      fields: {
        userId: 'user_id',
        token: 'token_hash',
        userAgent: 'user_agent',
        ipAddress: 'ip_address',
        createdAt: 'created_at',
        updatedAt: 'last_used_at',
        expiresAt: 'expires_at',
      },
      expiresIn: SESSION_LASTS / 1000,
    },
    advanced: {
      // It makes rows of sessions only.
      database: { generateId: () => newId('session') },
      // Better-auth's own tracking would keep only the network of an IPv6 address.
      ipAddress: { disableIpTracking: true },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (_session, context) => ({
            data: { ipAddress: context?.headers?.get(ADDRESS_HEADER) ?? '' },
          }),
        },
      },
    },
    // Our own limit counts wrong passwords (`http/rate-limit.ts`).
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message, ...details) => core.log.error({ details }, message),
    },
  })
}

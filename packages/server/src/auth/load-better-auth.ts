import { atFirstUse } from '../at-first-use.ts'

/** What of better-auth is used: how it hashes passwords. */
interface BetterAuth {
  hashPassword(password: string): Promise<string>
  verifyPassword(given: { password: string; hash: string }): Promise<boolean>
}

/** A server that only programs talk to need not load it. */
export const loadBetterAuth = atFirstUse<BetterAuth>(() => import('better-auth/crypto'))

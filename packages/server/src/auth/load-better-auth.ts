import type { Core } from '../core.ts'
import type { BetterAuth } from './better-auth.ts'

export type LoadBetterAuth = () => Promise<BetterAuth>

/**
 * Better-auth at its first use: it takes 0.1 s and 10 MiB, which a server that only programs talk to
 * need not spend.
 */
export function betterAuthOf(core: Core): LoadBetterAuth {
  let loading: Promise<BetterAuth> | undefined
  return () => {
    loading ??= import('./better-auth.ts').then(({ createBetterAuth }) => createBetterAuth(core))
    return loading
  }
}

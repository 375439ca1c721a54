/** What of better-auth is used: how it hashes passwords. */
interface BetterAuth {
  hashPassword(password: string): Promise<string>
  verifyPassword(given: { password: string; hash: string }): Promise<boolean>
}

/** Better-auth at its first use: a server that only programs talk to need not load it. */
export async function loadBetterAuth(): Promise<BetterAuth> {
  return await import('better-auth/crypto')
}

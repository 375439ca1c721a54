import { hash, randomBytes } from 'node:crypto'

/** 256 random bits: a fast hash is enough to keep, nobody can try them all. */
const secret = () => randomBytes(32).toString('base64url')

export const API_KEY_PREFIX = 'mc_'

export function newApiKey(): string {
  return API_KEY_PREFIX + secret()
}

/** A runner's credential names its desktop, so that a runner knows its folder before it connects. */
export function newCredential(desktopId: string): string {
  return `mcd_${desktopId.slice(desktopId.indexOf('_') + 1)}_${secret()}`
}

/** What machines join by. */
export function newJoinToken(): string {
  return `mcj_${secret()}`
}

/** What the cookie of a session holds. */
export function newSessionToken(): string {
  return secret()
}

/** What people join by. */
export function newInvitationToken(): string {
  return `mci_${secret()}`
}

/** The token of a one-time link. */
export function newSetUpToken(): string {
  return secret()
}

/** What is stored in place of a key, credential or token. */
export function hashSecret(value: string): string {
  return hash('sha256', value)
}

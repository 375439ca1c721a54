import { Secret, TOTP } from 'otpauth'

const PERIOD = 30

/** As authenticator apps take it. */
export interface NewAuthenticator {
  secret: string
  uri: string
}

export function newAuthenticator(email: string): NewAuthenticator {
  const totp = new TOTP({ issuer: 'Mission Control', label: email, period: PERIOD })
  return { secret: totp.secret.base32, uri: totp.toString() }
}

/** The time step of which this is the code, now or one step beside; null: none. */
export function stepOf(secret: string, code: string, now: number): number | null {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period: PERIOD })
  const delta = totp.validate({ token: code, timestamp: now, window: 1 })
  return delta === null ? null : Math.floor(now / 1000 / PERIOD) + delta
}

import type { ProviderId } from '@mission-control/protocol'

/** Who signs people in. */
export interface Provider {
  id: ProviderId
  /** As people know it. */
  name: string
  /** Its address; together with the id of somebody there it says who they are. */
  issuer: string
  clientId: string
  clientSecret: string | undefined
  /** Separated by spaces. */
  scopes: string
  /** Its e-mail addresses count as verified where it doesn't say so. */
  trustEmail: boolean
}

/** What a provider says of somebody who has signed in there. */
export interface Identity {
  issuer: string
  /** Their id there, which never changes. */
  subject: string
  /** Lower case, and verified; null: there is none that could be believed. */
  email: string | null
  name: string | null
  /** By which the provider signs them out again. */
  idToken: string | null
}

/** Reads what a provider of OpenID Connect says. */
export function identityOf(
  claims: Readonly<Record<string, unknown>>,
  { issuer, trustEmail }: Provider,
  idToken: string | null,
): Identity {
  const { sub, email, name } = claims
  const isVerified = claims.email_verified === true || (trustEmail && !('email_verified' in claims))
  return {
    issuer,
    subject: String(sub),
    email: isVerified && typeof email === 'string' ? email.trim().toLowerCase() : null,
    name: typeof name === 'string' && name.trim() !== '' ? name.trim() : null,
    idToken,
  }
}

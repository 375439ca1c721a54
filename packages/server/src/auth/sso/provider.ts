import { Name, type Preset, type ProviderId, type RoleRule } from '@mission-control/protocol'

/** Who signs people in. */
export interface Provider {
  id: ProviderId
  preset: Preset
  /** As people know it. */
  name: string
  /** Its address; together with the id of somebody there it says who they are. */
  issuer: string
  clientId: string
  hasSecret: boolean
  /** Undefined: the client is a public one. Throws `secret_key_unusable`. */
  openSecret(): string | undefined
  /** Separated by spaces. */
  scopes: string
  /** The claim that lists somebody's groups; dots lead into objects. */
  rolesClaim: string
  /** What somebody of a group is here. */
  roles: readonly RoleRule[]
  /** Its e-mail addresses count as verified where it doesn't say so. */
  trustEmail: boolean
  /** Who is unknown here becomes a member. */
  autoJoin: boolean
  /** Whether the sign-in page offers it. */
  enabled: boolean
  /** The environment names it. */
  readOnly: boolean
  /** Who has signed in since then knows that it works as it is now; ms since 1970. */
  changedAt: number
}

/** What a provider says of somebody who has signed in there. */
export interface Identity {
  issuer: string
  /** Their id there, which never changes. */
  subject: string
  /** Lower case, and verified; null: there is none that could be believed. */
  email: string | null
  name: string | null
  groups: string[]
  /** All that it says. */
  claims: Readonly<Record<string, unknown>>
  /** By which the provider signs them out again. */
  idToken: string | null
}

/** Reads what a provider of OpenID Connect says. */
export function identityOf(
  claims: Readonly<Record<string, unknown>>,
  { issuer, rolesClaim, trustEmail }: Pick<Provider, 'issuer' | 'rolesClaim' | 'trustEmail'>,
  idToken: string | null,
): Identity {
  const { sub, email, name } = claims
  const isVerified = claims.email_verified === true || (trustEmail && !('email_verified' in claims))
  return {
    issuer,
    subject: String(sub),
    email: isVerified && typeof email === 'string' ? email.trim().toLowerCase() : null,
    name: Name.safeParse(name).data ?? null,
    groups: groupsIn(claims, rolesClaim),
    claims,
    idToken,
  }
}

function groupsIn(claims: Readonly<Record<string, unknown>>, path: string): string[] {
  // A claim's own name may have dots, as those that are addresses have.
  const value = Object.hasOwn(claims, path)
    ? claims[path]
    : path.split('.').reduce<unknown>(within, claims)
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.filter((each) => typeof each === 'string')
}

function within(value: unknown, name: string): unknown {
  const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, name)
  return isThere ? (value as Record<string, unknown>)[name] : undefined
}

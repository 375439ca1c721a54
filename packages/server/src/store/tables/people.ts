import type { ApproverRole, Preset, Role } from '@mission-control/protocol'
import type { Generated } from 'kysely'

export interface WorkspaceTable {
  id: string
  name: string
  require_approval: number
  permission_timeout_seconds: Generated<number>
  approver_role: Generated<ApproverRole>
  /** Whether people may approve what is their own. */
  approve_own: Generated<number>
  /** How many people have to approve a result. */
  approval_quorum: Generated<number>
  /** After so long a pending approval is called to mind; null: never. */
  approval_reminder_seconds: number | null
  /** The desktop whose agent new ones get; null: they get none. */
  agent_from: string | null
  /** The highest number given to an event of this workspace. */
  last_activity: number
  created_at: number
  /** Since when it is being deleted: nobody gets in any more. 0: nothing of it is left. */
  removed_at: Generated<number | null>
}

export interface UserTable {
  id: string
  name: string
  /** Lower case; null until set up. */
  email: string | null
  /** Since when it is known to be theirs; null: they have written it themselves, and nobody has confirmed it. */
  email_verified_at: Generated<number | null>
  /** The personal workspace; of a service account the one that it works in. */
  workspace_id: string
  /** `service`: no person, and no way to sign in. */
  kind: Generated<'person' | 'service'>
  created_at: number
  /** Since when nothing of theirs lets anybody in; null: it does. */
  disabled_at: Generated<number | null>
  /** 1: the owner of the server, made at its first start; nobody else is. */
  is_owner: Generated<number>
}

/** Who is in a workspace, as what. */
export interface MembershipTable {
  workspace_id: string
  user_id: string
  role: Role
  created_at: number
}

/** A link that makes whoever opens it a member, once. */
export interface InvitationTable {
  id: string
  workspace_id: string
  /** Who invites. */
  user_id: string
  /** SHA-256 of the link's token, hexadecimal. */
  hash: string
  role: Role
  /** Only for whoever has this address; null: for whoever has the link. */
  email: string | null
  created_at: number
  expires_at: number
}

/** A way in which a user signs in. */
export interface AccountTable {
  id: string
  user_id: string
  /** `credential`: by password; else the provider's address. */
  provider_id: string
  /** The user's id at that provider. */
  account_id: string
  /** Salt and scrypt hash, as better-auth writes them. */
  password: string | null
  created_at: number
  updated_at: number
}

export interface SessionTable {
  id: string
  user_id: string
  /** SHA-256 of the cookie's token, hexadecimal. */
  token_hash: string
  user_agent: string
  ip_address: string
  created_at: number
  last_used_at: number
  expires_at: number
  /** The provider through which they signed in; null: none. */
  provider_id: string | null
  /** What the provider needs to sign them out, sealed. */
  id_token: Uint8Array | null
}

/** At most one for each user: a new one takes the old one's place. */
export interface SetUpLinkTable {
  user_id: string
  token_hash: string
  created_at: number
}

export interface ApiKeyTable {
  id: string
  workspace_id: string
  user_id: string
  name: string
  /** SHA-256 of the key, hexadecimal. */
  hash: string
  last4: string
  created_at: number
  last_used_at: number | null
  /** The address that it was last used from. */
  last_used_from: Generated<string | null>
  /** Null: no end. */
  expires_at: Generated<number | null>
  /** JSON array of scopes; null: all that its user has. */
  scopes: Generated<string | null>
  /** JSON of a `Restriction`; null: it reaches all desktops. */
  restriction: Generated<string | null>
  /** Of the value that it had before it was rotated, good until `previous_until`. */
  previous_hash: Generated<string | null>
  previous_until: Generated<number | null>
}

/** By which somebody chooses another password, and nothing else; at most one for each user. */
export interface ResetLinkTable {
  user_id: string
  token_hash: string
  created_at: number
}

/** One-time codes of an app, as the second factor. */
export interface TotpTable {
  user_id: string
  /** Sealed. */
  secret: Uint8Array
  /** Since when a code is asked for; null: the app has yet to show that it has the secret. */
  confirmed_at: number | null
  /** The time step of the last code that was taken: it and all before are used up. */
  last_step: number
}

/** What stands in for the app once. */
export interface RecoveryCodeTable {
  user_id: string
  hash: string
}

/** Through whom people sign in, on the whole server. */
export interface SsoProviderTable {
  id: string
  preset: Preset
  name: string
  issuer: string
  client_id: string
  /** Sealed; null: there is none. */
  client_secret: Uint8Array | null
  scopes: string
  roles_claim: string
  /** JSON array of rules. */
  roles: string
  trust_email: number
  auto_join: number
  enabled: number
  created_at: number
  /** When its issuer, client or secret last changed: who has signed in since knows that it works. */
  changed_at: number
}

/** One row, of the whole server. */
export interface SsoSettingsTable {
  id: string
  /** Whether people sign in through a provider only. */
  required: number
}

/** What signs a user in by a device. */
export interface PasskeyTable {
  id: string
  user_id: string
  name: string
  /** The host at which it signs in: WebAuthn's RP id. */
  host: string
  /** As the authenticator knows it, base64url. */
  credential_id: string
  /** COSE. */
  public_key: Uint8Array
  /** How often it has signed, where its authenticator counts; else 0. */
  counter: number
  created_at: number
  last_used_at: number | null
}

/** What has been signed by a passkey once, until it would be too old anyway. */
export interface UsedChallengeTable {
  hash: string
  expires_at: number
}

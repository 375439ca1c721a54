import type { DesktopStatus, RunnerService, UpgradePolicy } from '@mission-control/protocol'
import type { Generated } from 'kysely'

/** What a runner said of its machine; `upSince` in ms since 1970. */
export interface KnownMachine {
  system: string | null
  runnerVersion: string
  workDir: string | null
  upSince: number | null
  /** Left out by rows from before it was known, and for runners that don't say. */
  service?: RunnerService
}

export interface DesktopTable {
  id: string
  workspace_id: string
  name: string
  /** JSON array of strings. */
  labels: string
  status: DesktopStatus
  /** 1: the machine that the server itself runs on. */
  local: number
  credential_hash: string
  /** The one runner that the credential belongs to; null until the first connection. */
  instance_id: string | null
  /** 1 while its runner is connected. */
  connected: Generated<number>
  ip_address: string | null
  agent_ready: Generated<number>
  /** JSON or null. */
  agent: string | null
  metrics: string | null
  /** JSON, a {@link KnownMachine}; null: it has never connected. */
  machine: string | null
  last_seen_at: number | null
  /** The highest number given to a run of this desktop. */
  last_dispatch: Generated<number>
  /** For new tasks that don't say. */
  default_timeout_seconds: number | null
  created_at: number
  /** The version that it spoke with its runner last; null: it has never connected. */
  protocol: number | null
  /** JSON array: the known programs of agents that it has. */
  presets: Generated<string>
  /** Where its runner's folder lies, by its own word; null: that of an older one hasn't said. */
  place: string | null
  /** Why its runner was cut off, in words; null: it wasn't, or is back. */
  problem: string | null
  /** Of a desktop that has joined by a token: its runner's key, Ed25519, raw, base64url. */
  public_key: string | null
  /** JSON: who invited it and when; null: nobody did. */
  invitation: string | null
  /** JSON: by what its machine is known again; null: an older runner hasn't said. */
  identity: string | null
  /** JSON array: the scopes of the key that each run of a prompt gets; null: none gets one. */
  agent_key: Generated<string | null>
  upgrade_policy: Generated<UpgradePolicy>
  /** JSON (`upgrades/known.ts`); null: its runner is not older than the server. */
  upgrade: string | null
  /** Counts its connections: what an earlier one says is of no account any more. */
  epoch: Generated<number>
  /** The server that has its last connection; null: none has had one yet. */
  replica: string | null
  /** When the challenge was made by which its runner was let in last, where servers share the database. */
  challenged_at: number | null
  /** When its runner was cut off last, in ms since 1970, and how often without a long pause between. */
  cut_off_at: number | null
  cut_off_times: Generated<number>
  /** When it came from another workspace, which its load until then belongs to; null: it never has. */
  moved_at: number | null
}

/** What machines join by; one that is over is kept for a while, to say why. */
export interface JoinTokenTable {
  id: string
  workspace_id: string
  /** Who made it. */
  user_id: string
  /** SHA-256 of the token, hexadecimal. */
  hash: string
  last4: string
  /** What its machines are called; null: as they call themselves. */
  name: string | null
  /** JSON array of strings. */
  labels: string
  uses: number
  used: Generated<number>
  created_at: number
  expires_at: number
  revoked_at: number | null
}

/** How the server sets a desktop's agent up; at most one for each. */
export interface AgentSetupTable {
  desktop_id: string
  /** Another one with each change. */
  revision: string
  /** JSON: what may be shown of it. */
  shown: string
  /** JSON, sealed. */
  secrets: Uint8Array
  updated_at: number
}

/** The load of a desktop in percent, a point a minute. */
export interface DesktopMetricsTable {
  desktop_id: string
  /** The beginning of the minute. */
  at: number
  cpu: number
  memory: number
  disk: number
}

/** The sums over a workspace's desktops, a row a minute; sizes in MiB. */
export interface FleetMetricsTable {
  workspace_id: string
  at: number
  cores: number
  /** Cores times the share of each that is busy. */
  busy_cores: number
  memory_used: number
  memory_total: number
  disk_used: number
  disk_total: number
}

/** The rules of each desktop that has any. */
export interface PermissionRulesTable {
  desktop_id: string
  /** JSON: the list, in its order. */
  rules: string
}

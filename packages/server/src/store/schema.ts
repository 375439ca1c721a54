import type {
  ActivityType,
  ApprovalKind,
  ApprovalStatus,
  DesktopStatus,
  FailureCode,
  OutputStream,
  RunnerService,
  TaskStatus,
  TaskType,
  UpgradePolicy,
} from '@mission-control/protocol'
import type {
  ColumnType,
  Generated,
  Insertable,
  Kysely,
  Selectable,
  Transaction,
  Updateable,
} from 'kysely'

/** Times are milliseconds since 1970, flags are 0 or 1, JSON is text: the same in every engine. */
export interface Schema {
  workspaces: WorkspaceTable
  users: UserTable
  accounts: AccountTable
  sessions: SessionTable
  set_up_links: SetUpLinkTable
  api_keys: ApiKeyTable
  desktops: DesktopTable
  join_tokens: JoinTokenTable
  agent_setups: AgentSetupTable
  desktop_metrics: DesktopMetricsTable
  fleet_metrics: FleetMetricsTable
  tasks: TaskTable
  runs: RunTable
  output: OutputTable
  evidence: EvidenceTable
  traces: TraceTable
  approvals: ApprovalTable
  permission_rules: PermissionRulesTable
  activity: ActivityTable
  idempotency_keys: IdempotencyKeyTable
  leases: LeaseTable
}

interface WorkspaceTable {
  id: string
  name: string
  require_approval: number
  permission_timeout_seconds: Generated<number>
  /** The desktop whose agent new ones get; null: they get none. */
  agent_from: string | null
  /** The highest number given to an event of this workspace. */
  last_activity: number
  created_at: number
}

interface UserTable {
  id: string
  name: string
  /** Lower case; null until set up. */
  email: string | null
  /** The personal workspace. */
  workspace_id: string
  created_at: number
}

/** A way in which a user signs in; better-auth's table, with the columns that are used. */
interface AccountTable {
  id: string
  user_id: string
  /** `credential`: by password. */
  provider_id: string
  /** The user's id at that provider. */
  account_id: string
  /** Salt and scrypt hash, as better-auth writes them. */
  password: string | null
  created_at: number
  updated_at: number
}

/** Better-auth's table, with the hash of the token in place of the token. */
interface SessionTable {
  id: string
  user_id: string
  /** SHA-256 of the cookie's token, hexadecimal. */
  token_hash: string
  user_agent: string
  ip_address: string
  created_at: number
  last_used_at: number
  expires_at: number
}

/** At most one for each user: a new one takes the old one's place. */
interface SetUpLinkTable {
  user_id: string
  token_hash: string
  created_at: number
}

interface ApiKeyTable {
  id: string
  workspace_id: string
  user_id: string
  name: string
  /** SHA-256 of the key, hexadecimal. */
  hash: string
  last4: string
  created_at: number
  last_used_at: number | null
}

/** What a runner said of its machine; `upSince` in ms since 1970. */
export interface KnownMachine {
  system: string | null
  runnerVersion: string
  workDir: string | null
  upSince: number | null
  /** Left out by rows from before it was known, and for runners that don't say. */
  service?: RunnerService
}

interface DesktopTable {
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
  upgrade_policy: Generated<UpgradePolicy>
  /** JSON (`upgrades/known.ts`); null: its runner is not older than the server. */
  upgrade: string | null
  /** Counts its connections: what an earlier one says is of no account any more. */
  epoch: Generated<number>
  /** The server that has its last connection; null: none has had one yet. */
  replica: string | null
  /** When the challenge was made by which its runner was let in last, where servers share the database. */
  challenged_at: number | null
}

/** What machines join by; one that is over is kept for a while, to say why. */
interface JoinTokenTable {
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
interface AgentSetupTable {
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
interface DesktopMetricsTable {
  desktop_id: string
  /** The beginning of the minute. */
  at: number
  cpu: number
  memory: number
  disk: number
}

/** The sums over a workspace's desktops, a row a minute; sizes in MiB. */
interface FleetMetricsTable {
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

/** Where a task is found. It is what all indexes of tasks are divided by, so that moving hides at once. */
export const Place = {
  /** In the lists. */
  LISTED: 0,
  /** In the chat with its desktop's agent, which no list shows. */
  CHAT: 1,
  /** Nowhere: it is deleted, and what is left of it goes bit by bit. */
  DELETED: 2,
} as const

interface TaskTable {
  id: string
  workspace_id: string
  desktop_id: string
  type: TaskType
  content: string
  status: TaskStatus
  requires_approval: number
  /** How long its process may run; null: as long as it likes. */
  timeout_seconds: number | null
  /** How long it may tidy up between TERM and KILL. */
  grace_seconds: Generated<number>
  /** Since when its output, too old, isn't kept any more. */
  output_removed_at: number | null
  created_at: number
  started_at: number | null
  completed_at: number | null
  cancel_requested_at: number | null
  /** The current run: messages of any other are refused. */
  run_id: string | null
  /** 0: it has started, and nobody knows when. */
  process_started_at: number | null
  process_ended_at: number | null
  review_started_at: number | null
  exit_code: number | null
  error_code: FailureCode | null
  error_message: string | null
  result: string | null
  /** JSON or null. */
  usage: string | null
  feedback: string | null
  /** The task that it runs again. */
  rerun_of: string | null
  /** The first of the tasks that ran each other again; null: it runs none again. */
  first_try: string | null
  /** Its place among those, from 1 on. */
  attempt: Generated<number>
  /** Shared by the tasks that one request made; null: it made only this one. */
  batch_id: string | null
  /** One of the {@link Place}s. */
  chat: number
  /** These are the search's own, and are read only by it. Its place in the index; null: of a chat. */
  search_number: ColumnType<never, number | null | undefined, never>
  /** A step of its way into the index. */
  search_due: ColumnType<never, number | undefined, number>
  /** Documents that it has in the index. */
  search_pieces: ColumnType<never, number | undefined, number>
}

interface RunTable {
  id: string
  task_id: string
  desktop_id: string
  /** Increases per desktop; a runner starts nothing that is not above what it has seen. */
  dispatch: number
  created_at: number
  /** The desktop has taken it but was busy; null if it could start at once. */
  queued_at: number | null
  started_at: number | null
  ended_at: number | null
  /** 1: ended without its runner's word, so its processes may still live. */
  abandoned: Generated<number>
  /** How far its output is stored: chunks, and bytes of each stream. */
  seq: Generated<number>
  stdout_bytes: Generated<number>
  stderr_bytes: Generated<number>
  system_bytes: Generated<number>
  agent_bytes: Generated<number>
}

interface OutputTable {
  run_id: string
  seq: number
  stream: OutputStream
  at: number
  data: Uint8Array
}

/** The request that has started a run, for the runs that are traced. */
interface TraceTable {
  run_id: string
  /** W3C's `traceparent` of the request's span. */
  traceparent: string
}

/** What a prompt's run has done, as its desktop has said; at most one row for each run. */
interface EvidenceTable {
  run_id: string
  /** JSON of a `RunEvidence`. */
  evidence: string
}

interface ApprovalTable {
  id: string
  workspace_id: string
  task_id: string
  kind: ApprovalKind
  status: ApprovalStatus
  created_at: number
  resolved_at: number | null
  resolved_by: string | null
  feedback: string | null
  /** The rest is of permissions: who asks, under which number of its own. */
  run_id: string | null
  request_id: string | null
  /** JSON. */
  request: string | null
  expires_at: number | null
}

/** The rules of each desktop that has any. */
interface PermissionRulesTable {
  desktop_id: string
  /** JSON: the list, in its order. */
  rules: string
}

interface ActivityTable {
  workspace_id: string
  seq: number
  at: number
  type: ActivityType
  desktop_id: string | null
  task_id: string | null
  /** JSON. */
  payload: string
}

/** What a request with an `Idempotency-Key` was answered. */
interface IdempotencyKeyTable {
  user_id: string
  /** The operation's name. */
  route: string
  key: string
  /** Of all that the request asked for, SHA-256. */
  fingerprint: string
  status: number
  /** JSON; null where there is none. */
  body: string | null
  /** Where the answer came only later: what the request has made, by its id. */
  effect: string | null
  created_at: number
}

/** What only one of several servers does at a time, until the lease is over. */
interface LeaseTable {
  name: string
  holder: string
  /** By the clock of the database. */
  until: number
  /** Since when it has been held without a gap; null: a version before has taken it. */
  since: number | null
}

/** Reads. */
export type Db = Kysely<Schema>
/** Reads and writes, inside one transaction. */
export type Tx = Transaction<Schema>

export type AccountRow = Selectable<AccountTable>
export type SessionRow = Selectable<SessionTable>
export type ApiKeyRow = Selectable<ApiKeyTable>
export type DesktopRow = Selectable<DesktopTable>
export type JoinTokenRow = Selectable<JoinTokenTable>
export type AgentSetupRow = Selectable<AgentSetupTable>
export type DesktopMetricsRow = Selectable<DesktopMetricsTable>
export type FleetMetricsRow = Selectable<FleetMetricsTable>
export type TaskRow = Selectable<TaskTable>
export type TaskChanges = Updateable<TaskTable>
export type RunRow = Selectable<RunTable>
export type OutputRow = Selectable<OutputTable>
export type ApprovalRow = Selectable<ApprovalTable>
export type IdempotencyKeyRow = Selectable<IdempotencyKeyTable>
export type ActivityRow = Selectable<ActivityTable>
export type NewDesktopRow = Insertable<DesktopTable>

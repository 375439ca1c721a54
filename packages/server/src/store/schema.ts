import type { Insertable, Kysely, Selectable, Transaction, Updateable } from 'kysely'
import type { ActivityTable } from './tables/activity.ts'
import type { AuditHeadTable, AuditTable } from './tables/audit.ts'
import type {
  AgentSetupTable,
  DesktopMetricsTable,
  DesktopTable,
  FleetMetricsTable,
  JoinTokenTable,
  PermissionRulesTable,
} from './tables/desktops.ts'
import type {
  AccountTable,
  ApiKeyTable,
  InvitationTable,
  MembershipTable,
  PasskeyTable,
  RecoveryCodeTable,
  ResetLinkTable,
  SessionTable,
  SetUpLinkTable,
  SsoProviderTable,
  SsoSettingsTable,
  TotpTable,
  UsedChallengeTable,
  UserTable,
  WorkspaceTable,
} from './tables/people.ts'
import type { IdempotencyKeyTable, LeaseTable } from './tables/servers.ts'
import type {
  ApprovalTable,
  EvidenceTable,
  OutputTable,
  RunTable,
  TaskTable,
  TraceTable,
} from './tables/tasks.ts'

/** Times are milliseconds since 1970, flags are 0 or 1, JSON is text: the same in every engine. */
export interface Schema {
  workspaces: WorkspaceTable
  users: UserTable
  memberships: MembershipTable
  invitations: InvitationTable
  accounts: AccountTable
  sessions: SessionTable
  set_up_links: SetUpLinkTable
  reset_links: ResetLinkTable
  totp: TotpTable
  recovery_codes: RecoveryCodeTable
  sso_providers: SsoProviderTable
  sso_settings: SsoSettingsTable
  passkeys: PasskeyTable
  used_challenges: UsedChallengeTable
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
  audit: AuditTable
  audit_heads: AuditHeadTable
  idempotency_keys: IdempotencyKeyTable
  leases: LeaseTable
}

/** Reads. */
export type Db = Kysely<Schema>
/** Reads and writes, inside one transaction. */
export type Tx = Transaction<Schema>

export type UserRow = Selectable<UserTable>
export type PasskeyRow = Selectable<PasskeyTable>
export type TotpRow = Selectable<TotpTable>
export type InvitationRow = Selectable<InvitationTable>
export type SsoProviderRow = Selectable<SsoProviderTable>
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
export type AuditRow = Selectable<AuditTable>
export type NewDesktopRow = Insertable<DesktopTable>

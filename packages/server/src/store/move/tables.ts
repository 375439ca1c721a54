import type { Schema } from '../schema.ts'

/** Every table with the columns that order its rows; each comes after those that it refers to. */
export const TABLES = {
  workspaces: ['id'],
  users: ['id'],
  memberships: ['workspace_id', 'user_id'],
  invitations: ['id'],
  accounts: ['id'],
  sessions: ['id'],
  set_up_links: ['user_id'],
  reset_links: ['user_id'],
  totp: ['user_id'],
  recovery_codes: ['user_id', 'hash'],
  sso_providers: ['id'],
  sso_settings: ['id'],
  passkeys: ['id'],
  used_challenges: ['hash'],
  api_keys: ['id'],
  join_tokens: ['id'],
  desktops: ['id'],
  agent_setups: ['desktop_id'],
  permission_rules: ['desktop_id'],
  desktop_metrics: ['desktop_id', 'at'],
  fleet_metrics: ['workspace_id', 'at'],
  tasks: ['id'],
  runs: ['id'],
  output: ['run_id', 'seq'],
  evidence: ['run_id'],
  traces: ['run_id'],
  approvals: ['id'],
  activity: ['workspace_id', 'seq'],
  audit: ['workspace_id', 'seq'],
  audit_heads: ['workspace_id'],
  idempotency_keys: ['user_id', 'route', 'key'],
  leases: ['name'],
} as const satisfies Record<keyof Schema, readonly string[]>

export type TableName = keyof typeof TABLES

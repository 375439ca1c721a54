import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

type Row = Record<string, string | number | bigint | null | Uint8Array>
export type Tables = Record<string, Row[]>

const FILE = 'mission-control.db'
/** Of the schema's steps, of SQLite itself and of the index of the search, which is made anew. */
const INNER = /^(kysely_|sqlite_|task_search)/
const BYTES = new Uint8Array([0, 255, 10])

/** Rows of what only happens in the course of time, or in a browser. */
const rare = (of: { workspace_id: string; desktop_id: string; run_id: string }): Tables => {
  const { workspace_id, desktop_id, run_id } = of
  const user_id = 'user_zz'
  const [created_at, expires_at] = [1, 2 ** 42]
  const link = { user_id, token_hash: 'hash', created_at }
  const invitation = { id: 'i', workspace_id, user_id, hash: 'h', created_at, expires_at }
  return {
    users: [{ id: user_id, name: 'Zoë 𝄞', workspace_id, created_at }],
    invitations: [{ ...invitation, role: 'viewer', email: 'é@example.org' }],
    set_up_links: [link],
    reset_links: [link],
    totp: [{ user_id, secret: BYTES, confirmed_at: 1, last_step: 2 ** 42 }],
    recovery_codes: [{ user_id, hash: 'h' }],
    sso_providers: [
      {
        ...{ id: 'p', preset: 'oidc', name: 'P', issuer: 'https://idp.example.org' },
        ...{ client_id: 'c', client_secret: BYTES, scopes: '[]', roles_claim: '', roles: '{}' },
        ...{ trust_email: 0, auto_join: 0, enabled: 0, created_at, changed_at: 1 },
      },
    ],
    sso_settings: [{ id: 'one', required: 0 }],
    passkeys: [
      {
        ...{ id: 'k', user_id, name: 'key', host: 'mc.example.org', credential_id: 'c' },
        ...{ public_key: BYTES, counter: 1, created_at },
      },
    ],
    used_challenges: [{ hash: 'h', expires_at }],
    join_tokens: [{ ...invitation, last4: 'last', labels: '["a"]', uses: 1 }],
    agent_setups: [{ desktop_id, revision: 'r', shown: '{}', secrets: BYTES, updated_at: 1 }],
    desktop_metrics: [{ desktop_id, at: 1, cpu: 0.1, memory: 1 / 3, disk: 0 }],
    fleet_metrics: [
      {
        ...{ workspace_id, at: 1, cores: 4, busy_cores: 0.1, memory_used: 1e15 },
        ...{ memory_total: 2e15, disk_used: 0, disk_total: 1 },
      },
    ],
    evidence: [{ run_id, evidence: '{}' }],
    traces: [{ run_id, traceparent: '00-1' }],
    leases: [{ name: 'sweep', holder: 'replica', until: 1, since: null }],
  }
}

/** Puts a row into each table that a story doesn't fill, of a home whose server has stopped. */
export function addRareRows(dataDir: string, of: Parameters<typeof rare>[0]): void {
  const database = new DatabaseSync(join(dataDir, FILE))
  for (const [table, rows] of Object.entries(rare(of))) {
    for (const row of rows) {
      const names = Object.keys(row)
      const sql = `insert or ignore into ${table} (${names}) values (${names.map(() => '?')})`
      database.prepare(sql).run(...Object.values(row))
    }
  }
  database.close()
}

/** All rows of all tables of a home. */
export function everyRow(dataDir: string): Tables {
  const database = new DatabaseSync(join(dataDir, FILE), { readOnly: true })
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all()
  const names = tables.map(({ name }) => `${name}`).filter((name) => !INNER.test(name))
  const rowsOf = (name: string) => database.prepare(`select * from ${name}`).all() as Row[]
  const all = Object.fromEntries(names.toSorted().map((name) => [name, inOrder(rowsOf(name))]))
  database.close()
  return all
}

/**
 * Whatever order they were written in. What of them is about the index of the search is left out, and a count of
 * none, as it has no row where it never was another.
 */
function inOrder(rows: Row[]): Row[] {
  return rows
    .filter(({ tasks }) => tasks !== 0)
    .map(({ search_due: _, search_pieces: __, ...row }) => row)
    .map((row) => ({ key: JSON.stringify(Object.values(row)), row }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ row }) => row)
}

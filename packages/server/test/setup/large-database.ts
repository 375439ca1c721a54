import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { RunEvidence } from '@mission-control/protocol'
import { DATABASE_FILE, openStore } from '../../src/store/store.ts'

/** Of everything that becomes many. */
export const ROWS = 100_000
const DESKTOPS = 1000

/** `n` from 1 on, as the rows of `numbers`. */
const numbers = (rows: number) =>
  `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${rows})`

const id = (prefix: string, n = 'n') => `printf('${prefix}_%06d', ${n})`
/** Half of everything happens on one desktop. */
const desktop = id('desktop', `iif(n % 2, 1, n % ${DESKTOPS} + 1)`)
/** The last thousand runs go on, and their agents ask. */
const goesOn = `n > ${ROWS - 1000}`

const EVIDENCE = JSON.stringify({
  ...{ files: [], filesTruncated: false, filesTotal: 0, source: 'git', problem: null },
  ...{ commands: [], commandsTruncated: false },
} satisfies RunEvidence)

const FILL = [
  `insert into workspaces (id, name, last_activity, created_at)
    values ('w', 'w', ${ROWS}, 0), ('other', 'o', 0, 0)`,
  `insert into users (id, name, email, workspace_id, created_at) values ('user', 'n', 'e', 'w', 0)`,
  `insert into memberships (workspace_id, user_id, role, created_at) values ('w', 'user', 'admin', 0), ('other', 'user', 'viewer', 0)`,
  `${numbers(ROWS)} insert into memberships (workspace_id, user_id, role, created_at)
    select 'other', ${id('user')}, 'viewer', n from numbers`,
  `${numbers(ROWS)} insert into api_keys (id, workspace_id, user_id, name, hash, last4, created_at)
    select ${id('key')}, 'other', 'user', 'n', ${id('hash')}, '1234', n from numbers`,
  `${numbers(ROWS)} insert into sessions
    (id, user_id, token_hash, user_agent, ip_address, created_at, last_used_at, expires_at)
    select ${id('session')}, ${id('user')}, ${id('hash')}, '', '', n, n, 1000000 + n from numbers`,
  `${numbers(DESKTOPS)} insert into desktops
    (id, workspace_id, name, labels, status, local, credential_hash, created_at)
    select ${id('desktop')}, 'w', 'n', '[]', 'running', n = 1, ${id('hash')}, n from numbers`,
  `${numbers(ROWS)} insert into tasks (id, workspace_id, desktop_id, type, content, status,
      requires_approval, created_at, started_at, completed_at, run_id, chat, usage, search_number,
      search_due)
    select ${id('task')}, 'w', ${desktop}, iif(n % 5, 'command', 'prompt'), 'true',
      iif(${goesOn}, 'running', iif(n % 100, 'done', 'review')), 0, n, n, iif(${goesOn}, null, n),
      ${id('run')}, n % 5 = 1, iif(n % 5 = 1, '{}', null),
      iif(n % 5 = 1, null, n), iif(${goesOn}, 2, n % 100 = 0)
    from numbers`,
  `${numbers(ROWS)} insert into runs
    (id, task_id, desktop_id, dispatch, created_at, started_at, ended_at, seq)
    select ${id('run')}, ${id('task')}, ${desktop}, n, n, n, iif(${goesOn}, null, n), 1 from numbers`,
  `insert into task_search (rowid, text)
    select search_number * 4096, 'echo true' from tasks where search_number is not null`,
  `${numbers(ROWS)} insert into output (run_id, seq, stream, at, data)
    select ${id('run')}, 1, 'stdout', n, zeroblob(200) from numbers`,
  `${numbers(ROWS)} insert into evidence (run_id, evidence) select ${id('run')}, '${EVIDENCE}' from numbers`,
  `${numbers(ROWS)} insert into approvals (id, workspace_id, task_id, kind, status, created_at,
      run_id, request_id, request, expires_at)
    select ${id('approval')}, 'w', ${id('task')}, 'permission', iif(${goesOn}, 'pending', 'approved'),
      n, ${id('run')}, 'r', '{}', n
    from numbers`,
  `${numbers(ROWS)} insert into activity (workspace_id, seq, at, type, desktop_id, task_id, payload)
    select 'w', n, n, iif(n % 2, 'task.running', 'task.done'), ${desktop}, ${id('task')},
      printf('%0200d', n)
    from numbers`,
  `${numbers(ROWS)} insert into audit (workspace_id, seq, at, actor_kind, actor_id, action, target,
      outcome, count, hash)
    select iif(n % 2, 'w', 'other'), (n + 1) / 2, n, 'user', iif(n % 4 = 1, 'user', 'other'),
      iif(n % 8 = 1, 'runTask', 'createTask'), ${id('task')}, iif(n % 1000 = 1, 'not_allowed', 'ok'), 1, 'h'
    from numbers`,
  `insert into audit_heads (workspace_id, seq, hash, removed_hash)
    select workspace_id, max(seq), 'h', 'h' from audit group by 1`,
  `${numbers(ROWS)} insert into idempotency_keys
    (user_id, route, key, fingerprint, status, created_at)
    select 'user', 'createTask', ${id('key')}, 'f', 201, n from numbers`,
  `${numbers(ROWS)} insert into desktop_metrics (desktop_id, at, cpu, memory, disk)
    select ${id('desktop', `n % ${DESKTOPS} + 1`)}, n, 0, 0, 0 from numbers`,
  `${numbers(ROWS)} insert into fleet_metrics (workspace_id, at, cores, busy_cores, memory_used,
      memory_total, disk_used, disk_total)
    select 'w', n, 0, 0, 0, 0, 0, 0 from numbers`,
]

/** Makes a database with {@link ROWS} rows of everything. */
export async function fillDatabase(dataDir: string): Promise<void> {
  await (await openStore(dataDir)).close()
  const database = new DatabaseSync(join(dataDir, DATABASE_FILE), {
    enableForeignKeyConstraints: false,
  })
  database.exec('pragma synchronous = off; pragma cache_size = -200000; begin')
  for (const sql of FILL) database.exec(sql)
  database.exec('commit')
  database.exec('pragma wal_checkpoint(truncate)')
  database.close()
}

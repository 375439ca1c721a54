import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { SCOPES } from '@mission-control/protocol'
import { findKeyCaller } from '../src/auth/api-keys.ts'
import { coreOver } from '../src/auth/offline.ts'
import { hashSecret } from '../src/auth/secrets.ts'
import { DATABASE_FILE, openStore } from '../src/store/store.ts'
import { toMoments } from '../src/tasks/moments.ts'
import { databaseAt, insertInto } from './setup/older-database.ts'

/** The last step from before several servers could be upgraded one after the other. */
const BEFORE = '026-kept-since.ts'
const TAKES_AWAY =
  /\.drop(Column|Table|Constraint)\(|\.renam|\.alterColumn\(|\b(drop|rename) (column|table|to)\b/i

test('a step that takes something from servers of the version before says so in its name', () => {
  const dir = join(import.meta.dirname, '../src/store/migrations')
  const taking = readdirSync(dir).filter((name) =>
    TAKES_AWAY.test(readFileSync(join(dir, name), 'utf8')),
  )
  assert.match("db.schema.alterTable('t').dropColumn('c')", TAKES_AWAY)
  const unnamed = taking.filter((name) => name > BEFORE && !/^\d+-contract-/.test(name))
  assert.deepEqual(unnamed, [])
})

test('a start that is broken off while it makes the schema leaves nothing that stops the next one', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const inTheWay = new DatabaseSync(join(dir, DATABASE_FILE))
  inTheWay.exec('create table output (a)')
  await assert.rejects(openStore(dir), /output/)
  inTheWay.exec('drop table output')
  inTheWay.close()
  const store = await openStore(dir)
  await store.close()
})

test('what an earlier version took from a hostile runner is within bounds after the upgrade, the rest as it was', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const database = await databaseAt(dir, '012-hot-queries')
  const huge = 'x'.repeat(2 * 1024 * 1024)
  const insert = (table: string, rows: object[]) => insertInto(database, table, rows)
  const point = { memory: 5, disk: 5 }
  insert('desktop_metrics', [
    { desktop_id: 'd', at: 1, cpu: 5, ...point },
    { desktop_id: 'd', at: 2, cpu: 1e308, ...point },
  ])
  const sums = { busy_cores: 1, memory_total: 1, disk_used: 1, disk_total: 1, workspace_id: 'w' }
  insert('fleet_metrics', [
    { at: 1, cores: 4, memory_used: 1, ...sums },
    { at: 2, cores: 2 ** 53 - 1, memory_used: 1, ...sums },
    { at: 3, cores: 4, memory_used: 1e308, ...sums },
  ])
  const approval = {
    workspace_id: 'w',
    task_id: 't',
    kind: 'permission',
    status: 'pending',
    created_at: 1,
  }
  insert('approvals', [
    { id: 'a', request: '{"title":"ls"}', ...approval },
    { id: 'b', request: JSON.stringify({ title: huge }), ...approval },
  ])
  const event = { workspace_id: 'w', at: 1, type: 'approval.created' }
  insert('activity', [
    { seq: 1, payload: '{"title":"ls"}', ...event },
    { seq: 2, payload: JSON.stringify({ title: huge, taskId: 't' }), ...event },
  ])
  database.close()

  const store = await openStore(dir)
  const { db } = store
  const ats = async (table: 'desktop_metrics' | 'fleet_metrics') =>
    (await db.selectFrom(table).select('at').orderBy('at').execute()).map(({ at }) => at)
  assert.deepEqual([await ats('desktop_metrics'), await ats('fleet_metrics')], [[1], [1]])
  const requests = await db.selectFrom('approvals').select('request').orderBy('id').execute()
  assert.equal(requests[0]?.request, '{"title":"ls"}')
  assert.match(requests[1]?.request ?? '', /too long to be kept.*"options":\["no"\]/)
  const payloads = await db.selectFrom('activity').select('payload').orderBy('seq').execute()
  assert.deepEqual(
    payloads.map(({ payload }) => JSON.parse(payload)),
    [{ title: 'ls' }, { title: 'too long to be kept', taskId: 't' }],
  )
  await store.close()
})

test('a task from before its times were told apart shows none that is wrong', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const database = await databaseAt(dir, '015-search')
  const of = { workspace_id: 'w', desktop_id: 'd', type: 'command', content: 'true' }
  const task = { ...of, requires_approval: 0, created_at: 1_000, started_at: 2_000 }
  const hour = 3_600_000
  // Its desktop's clock was an hour ahead, or behind.
  const ahead = { process_started_at: Date.now() + hour }
  const behind = { process_started_at: 2_000 - hour }
  insertInto(database, 'tasks', [
    { ...task, id: '1', status: 'done', ...ahead, completed_at: 9_000 },
    { ...task, id: '2', status: 'failed', ...behind, completed_at: 9_000 },
    { ...task, id: '3', status: 'review', process_started_at: 3_000 },
    { ...task, id: '4', status: 'running', ...behind },
    { ...task, id: '5', status: 'running', ...ahead },
    { ...task, id: '6', status: 'running' },
  ])
  const approval = { workspace_id: 'w', kind: 'result', status: 'pending', created_at: 8_000 }
  insertInto(database, 'approvals', [{ ...approval, id: 'a', task_id: '3' }])
  database.close()

  const store = await openStore(dir)
  const rows = await store.db.selectFrom('tasks').selectAll().orderBy('id').execute()
  assert.deepEqual(
    rows.map((row) => row.started_at),
    rows.map(() => 2_000),
  )
  const shown = rows.map((row) => {
    const { processStartedAt, queuedMs, ranMs, waitedForReviewMs } = toMoments(row)
    return [processStartedAt, queuedMs, ranMs, waitedForReviewMs]
  })
  for (const at of [0, 1, 2, 5]) assert.deepEqual(shown[at], [null, null, null, null])
  // That their processes have started must not be forgotten.
  const hasStarted = rows.map((row) => row.process_started_at !== null)
  assert.deepEqual(hasStarted, [true, true, true, true, true, false])
  assert.deepEqual(shown[3], [new Date(2_000).toISOString(), 0, null, null])
  assert.ok(Date.parse(shown[4]![0] as string) <= Date.now())
  assert.equal(rows[2]?.review_started_at, 8_000)
  await store.close()
})

test('tasks from before there was a search are numbered by their creation and wait to be indexed', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const database = await databaseAt(dir, '014-deleted')
  const of = { workspace_id: 'w', desktop_id: 'd', type: 'command', content: 'true' }
  const task = { ...of, requires_approval: 0, created_at: 1_000 }
  insertInto(database, 'tasks', [
    { ...task, id: 'z', status: 'done', content: 'the first' },
    { ...task, id: 'y', status: 'running' },
    { ...task, id: 'x', status: 'failed', chat: 1 },
    { ...task, id: 'w', status: 'pending' },
  ])
  database.close()

  const store = await openStore(dir)
  const rows = await store.db
    .selectFrom('tasks')
    .select(['id', 'content', 'search_number', 'search_due', 'search_pieces'])
    .orderBy('created_at')
    .orderBy('search_number')
    .execute()
  const told = rows.map((row) => [row.id, row.search_number, row.search_due, row.search_pieces])
  assert.deepEqual(told, [
    ['x', null, 0, 0],
    ['z', 1, 1, 0],
    ['y', 2, 2, 0],
    ['w', 4, 1, 0],
  ])
  assert.equal(rows[1]?.content, 'the first')
  await store.close()
})

test('a key from before keys had scopes keeps what it could', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const database = await databaseAt(dir, '026-kept-since')
  insertInto(database, 'workspaces', [{ id: 'w', name: 'Personal', created_at: 1 }])
  insertInto(database, 'users', [{ id: 'u', name: 'Owner', workspace_id: 'w', created_at: 1 }])
  const key = { workspace_id: 'w', user_id: 'u', name: 'ci', last4: 'last', created_at: 1 }
  insertInto(database, 'api_keys', [{ ...key, id: 'k', hash: hashSecret('mc_old') }])
  database.close()

  const store = await openStore(dir)
  const core = coreOver(store, dir)
  const { caller } = (await findKeyCaller(core, 'mc_old', '192.0.2.1')) ?? {}
  assert.deepEqual([caller?.workspaceId, caller?.userId], ['w', 'u'])
  assert.deepEqual([...(caller?.scopes ?? [])], [...SCOPES])
  const value = hashSecret('mc_old')
  assert.deepEqual(caller?.key, { value, isWhole: true, restriction: null })
  await store.close()
})

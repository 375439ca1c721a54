import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import * as bounds from '../src/store/migrations/013-bounds.ts'
import { DATABASE_FILE, openStore } from '../src/store/store.ts'

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
  await (await openStore(dir)).close()
  const database = new DatabaseSync(join(dir, DATABASE_FILE))
  database.exec('pragma foreign_keys = off')
  const huge = 'x'.repeat(2 * 1024 * 1024)
  const insert = (table: string, rows: object[]) => {
    for (const row of rows) {
      const names = Object.keys(row)
      const values = names.map(() => '?').join(', ')
      const statement = `insert into ${table} (${names.join(', ')}) values (${values})`
      database.prepare(statement).run(...(Object.values(row) as string[]))
    }
  }
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
  await store.write(async (tx) => {
    for (const column of ['place', 'problem']) {
      await tx.schema.alterTable('desktops').dropColumn(column).execute()
    }
    await bounds.up(tx as never)
  })
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

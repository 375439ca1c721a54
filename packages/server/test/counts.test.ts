import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openStore } from '../src/store/store.ts'
import { countsAreRight, countsHold } from './setup/counted.ts'
import { databaseAt, insertInto } from './setup/older-database.ts'

test('the kept counts are those of the tasks that are there, whatever happens to them', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const store = await openStore(dir)
  await countsHold(store)
  await store.close()
  const again = await openStore(dir)
  await countsAreRight(again, ['one', 'two'], 'after a start')
  await again.close()
})

test('what is there before there are counts is counted, and so is what the version before writes then', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const database = await databaseAt(dir, '033-cluster')
  const of = { desktop_id: 'd', type: 'command', content: 'true', requires_approval: 0 }
  const task = (id: string, workspace_id: string, status: string, chat: number) => ({
    ...of,
    ...{ id, workspace_id, status, chat, created_at: 0 },
  })
  insertInto(database, 'tasks', [
    ...[1, 2, 3].map((n) => task(`a${n}`, 'one', 'pending', 0)),
    ...[1, 2].map((n) => task(`b${n}`, 'one', 'done', 0)),
    task('c', 'one', 'pending', 1),
    task('d', 'one', 'pending', 2),
    task('e', 'two', 'review', 0),
  ])
  const store = await openStore(dir)
  await countsAreRight(store, ['one', 'two', 'three'], 'after the upgrade')
  // By a connection that knows nothing of counts.
  insertInto(database, 'tasks', [task('f', 'three', 'pending', 0)])
  database.exec(`update tasks set status = 'running' where id in ('a1', 'a2', 'c', 'e');
    update tasks set chat = 2 where id = 'b1'; delete from tasks where id = 'b2'`)
  database.close()
  await countsAreRight(store, ['one', 'two', 'three'], 'after writes of the version before')
  await store.close()
})

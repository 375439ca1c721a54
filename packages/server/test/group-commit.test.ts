import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { stretchesOf } from '../src/store/apart.ts'
import { remembered } from '../src/store/remembered.ts'
import { openStore, type Store } from '../src/store/store.ts'
import { insertOwner, readSettings, writeSettings } from '../src/store/workspaces.ts'
import { OFF, ON } from './setup/example-settings.ts'

async function storeWithWorkspace(t: TestContext): Promise<Store & { dir: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  const store = await openStore(dir)
  t.after(async () => {
    await store.close()
    rmSync(dir, { recursive: true })
  })
  await store.write((tx) => insertOwner(tx, { workspaceId: 'w', userId: 'u', name: 'n', at: 0 }))
  return Object.assign(store, { dir })
}

test('of units that share a commit, one that throws takes nothing with it and leaves nothing behind', async (t) => {
  const store = await storeWithWorkspace(t)
  const [first, failing, last] = await Promise.allSettled([
    store.write((tx) => writeSettings(tx, 'w', ON)),
    store.write(async (tx) => {
      await writeSettings(tx, 'w', OFF)
      throw new Error('changed its mind')
    }),
    store.write((tx) => readSettings(tx, 'w')),
  ])
  assert.equal(first.status, 'fulfilled')
  assert.equal(failing.status, 'rejected')
  assert.deepEqual(last, { status: 'fulfilled', value: ON })
  assert.deepEqual(await readSettings(store.db, 'w'), ON)
})

test('of writes that are made one, those that wait never begin once the whole has failed, and nothing of them comes into another', async (t) => {
  const store = await storeWithWorkspace(t)
  const begun: number[] = []
  const joint = store.jointly(() =>
    Promise.all(
      [1, 2, 3, 4, 5].map((n) =>
        store.write(async (tx) => {
          begun.push(n)
          await writeSettings(tx, 'w', OFF)
          if (n === 1) throw new Error('changed its mind')
        }),
      ),
    ),
  )
  const other = store.write((tx) => writeSettings(tx, 'w', ON))
  await assert.rejects(joint, /changed its mind/)
  await other
  assert.ok(!begun.includes(5), `begun: ${begun}`)
  assert.deepEqual(await readSettings(store.db, 'w'), ON)
})

test('what was answered is seen by the next read, what is under way is not', async (t) => {
  const store = await storeWithWorkspace(t)
  const written = Promise.withResolvers<void>()
  const looked = Promise.withResolvers<void>()
  const write = store.write(async (tx) => {
    await writeSettings(tx, 'w', ON)
    written.resolve()
    await looked.promise
  })
  await written.promise
  assert.deepEqual(await readSettings(store.db, 'w'), OFF)
  looked.resolve()
  await write
  assert.deepEqual(await readSettings(store.db, 'w'), ON)
})

test('an answer is remembered until anybody commits, also another process', async (t) => {
  const store = await storeWithWorkspace(t)
  const beside = await openStore(store.dir, { tenure: 'beside' })
  t.after(() => beside.close())
  let asked = 0
  const find = remembered(async (db, id) => {
    asked++
    return await readSettings(db, id)
  })
  const found = async () => [(await find(store.db, 'w'))?.requireApproval, asked]
  assert.deepEqual(await found(), [OFF.requireApproval, 1])
  assert.deepEqual(await found(), [OFF.requireApproval, 1])
  await store.write((tx) => writeSettings(tx, 'w', ON))
  assert.deepEqual(await found(), [ON.requireApproval, 2])
  assert.deepEqual(await found(), [ON.requireApproval, 2])
  await beside.write((tx) => writeSettings(tx, 'w', OFF))
  assert.deepEqual(await found(), [OFF.requireApproval, 3])
  await store.write(async (tx) => {
    await find(tx, 'w')
    await writeSettings(tx, 'w', ON)
    assert.equal((await find(tx, 'w'))?.requireApproval, ON.requireApproval)
  })
})

test('two writers of one database wait for each other', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  const [one, other] = [await openStore(dir), await openStore(dir, { tenure: 'beside' })]
  t.after(async () => {
    await one.close()
    await other.close()
    rmSync(dir, { recursive: true })
  })
  await one.write((tx) => insertOwner(tx, { workspaceId: 'w', userId: 'u', name: 'n', at: 0 }))
  const flips = [one, other].flatMap((store) =>
    Array.from({ length: 50 }, (_, i) =>
      store.write(async (tx) => {
        await readSettings(tx, 'w')
        await writeSettings(tx, 'w', i % 2 === 0 ? ON : OFF)
      }),
    ),
  )
  const outcomes = await Promise.allSettled(flips)
  assert.ok(outcomes.every(({ status }) => status === 'fulfilled'))
})

test('writes that depend on nothing else are done at the same time as long as each is about something else', () => {
  const table: [queued: string, stretches: string][] = [
    ['', ''],
    ['a', 'a'],
    ['a b c', 'abc'],
    ['a b a c', 'ab ac'],
    ['- -', '- -'],
    ['a - b c', 'a - bc'],
    ['- a b -', '- ab -'],
    ['a a a', 'a a a'],
  ]
  for (const [queued, expected] of table) {
    const units = queued.split(' ').filter(Boolean)
    const found = stretchesOf(
      units.map((name) => ({ name, apart: name === '-' ? undefined : name })),
    )
    const named = found.map((some) => some.map(({ name }) => name).join(''))
    assert.equal(named.join(' '), expected, queued)
  }
})

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { PROTOCOL_VERSION } from '@mission-control/protocol/runner'
import { sql } from 'kysely'
import { ask } from '../../../e2e/setup/engine.ts'
import { startPostgres } from '../../../e2e/setup/postgres.ts'
import { apiKeyRow, findKeyCaller } from '../src/auth/api-keys.ts'
import { coreOver } from '../src/auth/offline.ts'
import { ensureOwner } from '../src/auth/owner.ts'
import { afterCommits } from '../src/bus/server-bus.ts'
import { createDesktop } from '../src/desktops/create.ts'
import { Idempotency } from '../src/http/idempotency.ts'
import { DesktopClock } from '../src/runners/desktop-clock.ts'
import { GreetedRunner } from '../src/runners/greeted-runner.ts'
import { newPace } from '../src/runners/inbox.ts'
import { Told } from '../src/runners/told.ts'
import { trigramsOf } from '../src/search/fold.ts'
import { indexSome } from '../src/search/index-tasks.ts'
import { Steps } from '../src/search/steps.ts'
import { activityHead, appendActivity } from '../src/store/activity.ts'
import { insertApiKey } from '../src/store/api-keys.ts'
import { doing } from '../src/store/deed.ts'
import { insertDesktop, moveDesktop } from '../src/store/desktops.ts'
import { recordBeats } from '../src/store/heartbeats.ts'
import { hold } from '../src/store/locks.ts'
import { reasonOf } from '../src/store/postgres/away.ts'
import { numberOnwards, SEARCH_NUMBERS } from '../src/store/postgres/search-numbers.ts'
import { insertRun } from '../src/store/runs.ts'
import type { Tx } from '../src/store/schema.ts'
import { newestNumber } from '../src/store/search.ts'
import { tasksWith } from '../src/store/search-index.ts'
import { openStore } from '../src/store/store.ts'
import { withEach } from '../src/store/together.ts'
import { insertUser } from '../src/store/users.ts'
import {
  findWorkspace,
  insertOwner,
  insertWorkspace,
  readSettings,
  writeSettings,
} from '../src/store/workspaces.ts'
import { createTasks } from '../src/tasks/create.ts'
import { testBesideOthers } from './postgres-others.ts'
import { testRestored } from './postgres-restored.ts'
import { auditHolds } from './setup/audited.ts'
import { countsHold } from './setup/counted.ts'
import { readEverything } from './setup/every-read.ts'
import { useIndex, writeEverything } from './setup/every-write.ts'
import { OFF, ON } from './setup/example-settings.ts'
import { seedCorpus } from './setup/search-corpus.ts'
import { agree, QUERIES } from './setup/search-queries.ts'
import { throughAll, type Way } from './setup/several-at-once.ts'
import { countWaits } from './setup/waits.ts'

const { url: databaseUrl } = await startPostgres({ after: (undo) => after(undo) })
const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
const store = await openStore(dir, { databaseUrl })
after(async () => {
  await store.close()
  rmSync(dir, { recursive: true })
})
await store.write(async (tx) => {
  await insertWorkspace(tx, { id: 'w', name: 'n', at: 0 })
  await insertUser(tx, { id: 'user', name: 'n', email: 'n', workspace_id: 'w', created_at: 0 })
  // What the queries take for granted.
  await tx
    .insertInto('desktops')
    .values({
      ...{ id: 'desktop_000001', workspace_id: 'w', name: 'n', labels: '[]', status: 'running' },
      ...{ local: 0, credential_hash: 'its own', created_at: 0 },
    })
    .execute()
  await tx
    .insertInto('tasks')
    .values({
      ...{ id: 'task_002003', workspace_id: 'w', desktop_id: 'desktop_000001', type: 'command' },
      ...{ content: 'true', status: 'pending', requires_approval: 0, created_at: 0, chat: 0 },
      ...{ search_number: 1, search_due: 1 },
    })
    .execute()
  await numberOnwards(tx)
})

const EVENT = { desktopId: 'd', name: 'n', status: 'running' } as const

/** Longer than a connection is waited for that isn't worked for. */
const slow = sql`select pg_sleep(5)`.execute(store.db)

test('every query of the store is one that PostgreSQL understands', async () => {
  await store.snapshot(readEverything)
  await store.write(writeEverything)
  await store.write(useIndex)
})

test('the audit log is one chain for each workspace', async () => {
  await ask(databaseUrl, 'create database audit')
  const own = await openStore(dir, { databaseUrl: new URL('/audit', databaseUrl).href })
  await own.write((tx) => insertOwner(tx, { workspaceId: 'w', userId: 'user', name: 'n', at: 0 }))
  await auditHolds(own)
  await own.close()
})

test('the kept counts are those of the tasks that are there, while two servers write', async (t) => {
  await ask(databaseUrl, 'create database counts')
  const at = { databaseUrl: new URL('/counts', databaseUrl).href, tenure: 'shared' } as const
  const [one, other] = [await openStore(dir, at), await openStore(dir, at)]
  t.after(() => Promise.all([one.close(), other.close()]))
  await countsHold(one, other)
})

test(`${QUERIES.length} queries find what a look at every task finds, in its order`, async (t) => {
  await ask(databaseUrl, 'create database search')
  const own = await openStore(dir, { databaseUrl: new URL('/search', databaseUrl).href })
  t.after(() => own.close())
  const corpus = await seedCorpus(own, 'key')
  const steps = new Steps(own)
  while (await indexSome(own, steps));
  await steps.merge()
  await agree(own, corpus, 'on PostgreSQL')
  const range = { low: 1, high: (await newestNumber(own.db)) + 1 }
  const found = await own.snapshot((db) => tasksWith(db, trigramsOf('needle-at'), range))
  assert.equal(found.size, 1)
})

/** What is written about the same thing goes over one connection, so what comes at once shares a commit. */
const together = <T>(work: (tx: Tx) => Promise<T>) => store.write(work, 'w')

test('of units that share a commit, one that fails takes nothing with it and leaves nothing behind', async () => {
  const [first, thrown, refused, last] = await Promise.allSettled([
    together((tx) => writeSettings(tx, 'w', ON)),
    together(async (tx) => {
      await writeSettings(tx, 'w', OFF)
      throw new Error('changed its mind')
    }),
    together(async (tx) => {
      await writeSettings(tx, 'w', OFF)
      // PostgreSQL takes nothing more in a transaction in which a statement was refused.
      await insertOwner(tx, { workspaceId: 'w', userId: 'other', name: 'n', at: 0 })
    }),
    together((tx) => readSettings(tx, 'w')),
  ])
  assert.equal(first.status, 'fulfilled')
  assert.deepEqual([thrown.status, refused.status], ['rejected', 'rejected'])
  assert.deepEqual(last, { status: 'fulfilled', value: ON })
  assert.deepEqual(await readSettings(store.db, 'w'), ON)
})

test('of units that share a commit, one whose last statement nobody has waited for fails by itself', async () => {
  const nowhere = { task_id: 'nowhere', desktop_id: 'nowhere', dispatch: 1, created_at: 0 }
  const unkept = (tx: Tx) =>
    insertRun(tx, { ...nowhere, id: 'run_1', queued_at: null, with_key: 0 })
  const [first, refused, thrown, last] = await Promise.allSettled([
    together((tx) => writeSettings(tx, 'w', ON)),
    together(async (tx) => {
      await writeSettings(tx, 'w', OFF)
      await unkept(tx)
    }),
    together(async (tx) => {
      await unkept(tx)
      throw new Error('changed its mind')
    }),
    together((tx) => readSettings(tx, 'w')),
  ])
  assert.equal(first.status, 'fulfilled')
  assert.match(`${(refused as PromiseRejectedResult).reason}`, /violates foreign key constraint/)
  assert.match(`${(thrown as PromiseRejectedResult).reason}`, /changed its mind/)
  assert.deepEqual(last, { status: 'fulfilled', value: ON })
})

test('what a statement says that nobody has waited for is said by the commit, and its transaction is undone', async () => {
  await store.write((tx) => writeSettings(tx, 'w', ON))
  const refused = store.write(async (tx) => {
    await writeSettings(tx, 'w', OFF)
    await appendActivity(tx, 'nowhere', 0, [{ type: 'desktop.started', payload: EVENT }])
  })
  await assert.rejects(refused, /null value in column "seq"/)
  assert.deepEqual(await readSettings(store.db, 'w'), ON)
})

test('of writes that are made one, what the first left unanswered is told by the next, and fails them all', async () => {
  await store.write((tx) => writeSettings(tx, 'w', ON))
  const nowhere = { task_id: 'nowhere', desktop_id: 'nowhere', dispatch: 1, created_at: 0 }
  const unkept = () =>
    store.write((tx) => insertRun(tx, { ...nowhere, id: 'run_1', queued_at: null, with_key: 0 }))
  const refusal = () =>
    store.write(async () => {
      throw new Error('changed its mind')
    })
  for (const [next, why] of [
    [() => Promise.resolve(), /violates foreign key constraint/],
    [refusal, /violates foreign key constraint/],
    // Whoever doesn't mind that it failed hears of it again.
    [() => refusal().catch(() => undefined), /undone what was to be committed/],
  ] as const) {
    const joint = store.jointly(async () => {
      await store.write((tx) => writeSettings(tx, 'w', OFF))
      await unkept()
      await next()
    })
    await assert.rejects(joint, why)
    assert.deepEqual(await readSettings(store.db, 'w'), ON)
  }
})

test('a request that creates and runs a task waits for four answers: who asks, what is there, its number and its status, the commit; its desktop is then sent it at once', async (t) => {
  const alone = coreOver(store, dir)
  const core = { ...alone, shared: false, bus: afterCommits(alone.bus, store) }
  const owner = await ensureOwner(core, undefined)
  await store.write((tx) => insertApiKey(tx, apiKeyRow(owner, 'k', 'the key', Date.now())))
  const { id: desktopId } = await createDesktop(core, owner, { name: 'd' })
  const seen = { status: 'running', connected: 1, protocol: PROTOCOL_VERSION } as const
  const desktop = await store.write((tx) => moveDesktop(tx, desktopId, ['pending'], seen))
  const told: unknown[] = []
  const nothing = () => undefined
  const link = { pause: nothing, resume: nothing, stored: nothing, drained: async () => undefined }
  const runner = new GreetedRunner(
    core,
    { ...link, send: ({ type }) => told.push(type), drop: () => assert.fail('it was dropped') },
    {
      ...{ desktop: desktop!, version: PROTOCOL_VERSION, lastDispatch: 0, revision: null },
      ...{ clock: new DesktopClock(), pace: newPace(), told: new Told([]) },
    },
    1_000,
  )
  core.bus.subscribe('desktop', desktopId, (notice) => {
    if (notice.kind === 'dispatch' && notice.run) void runner.start(notice.run.what)
  })
  const idempotency = new Idempotency(core)
  const reply = { header: () => reply, code: () => reply, type: () => reply, send: () => reply }
  const ask = async (key: string) => {
    const found = await findKeyCaller(core, 'the key', '127.0.0.1')
    const { caller } = found!
    const deed = { doer: caller, action: 'createTasks', target: null, address: null, at: 0 }
    const task = { type: 'command', content: 'true', desktopId } as const
    await idempotency.answer(
      { caller, route: 'createTasks', location: undefined, key, asked: key, reply: reply as never },
      201,
      () => doing({ ...deed, userAgent: null }, () => createTasks(core, caller, [task], true)),
    )
  }
  // Writes when the key was used, and looks what else the desktop has to be sent.
  await ask('first')
  await runner.dispatch()
  assert.deepEqual(told, ['start'])
  const waits = countWaits(t)
  await ask('second')
  assert.equal(waits.count, 4, waits.statements.join('\n'))
  assert.deepEqual(told, ['start', 'start'])
  // The same again does nothing: what it began is undone.
  await ask('second')
  assert.deepEqual(told, ['start', 'start'])
})

const newDesktop = (id: string) => ({
  ...{ id, workspace_id: 'w', name: id, labels: '[]', status: 'running' as const, local: 0 },
  ...{ credential_hash: id, created_at: 0 },
})

test('what is done with several at once is done as one by one', async () => {
  const on = ['desktop_one', 'desktop_two']
  await store.write(async (tx) => {
    for (const id of on) await insertDesktop(tx, newDesktop(id))
  })
  const inTurn: Way = async (_, things, work) => {
    const answers = []
    for (const thing of things) answers.push(await work(thing))
    return answers
  }
  const undone = new Error('undone')
  const seen: unknown[] = []
  for (const way of [inTurn, withEach]) {
    const tried = store.write(async (tx) => {
      // A number that was given is not taken back.
      await sql`select setval(${sql.lit(SEARCH_NUMBERS)}, 1000)`.execute(tx)
      seen.push(await throughAll(tx, 'task', on, way))
      throw undone
    })
    await assert.rejects(tried, undone)
  }
  assert.deepEqual(seen[1], seen[0])
})

test('a heartbeat waits for nobody who holds its desktop, and is not stored meanwhile', async () => {
  const beats = ['desktop_free', 'desktop_held'].map((id) => ({
    ...{ id, epoch: 0, metrics: '{}', at: 1 },
  }))
  await store.write(async (tx) => {
    for (const { id } of beats) await insertDesktop(tx, newDesktop(id))
  })
  const record = async () => {
    const rows = await store.write((tx) => recordBeats(tx, beats), 'a lane')
    return rows.map(({ id }) => id).sort()
  }
  const gate = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const holding = store.write(async (tx) => {
    await hold(tx, 'desktop', 'desktop_held')
    // The lock is sent with the next statement.
    await sql`select 1`.execute(tx)
    held.resolve()
    await gate.promise
  }, 'another lane')
  await held.promise
  assert.deepEqual(await record(), ['desktop_free'])
  gate.resolve()
  await holding
  assert.deepEqual(await record(), ['desktop_free', 'desktop_held'])
})

test('of units that are done at the same time, one that fails takes nothing with it and leaves nothing behind', async () => {
  const before = await activityHead(store.db, 'w')
  // All of one lane: which it is follows from the last letters.
  const units = ['aad', 'ada', 'daa', 'bac']
  const name = (id: string) => `of ${id}`
  const done = await Promise.allSettled(
    units.map((id, i) => {
      const work = async (tx: Tx) => {
        await readSettings(tx, 'w')
        await insertWorkspace(tx, { id, name: name(id), at: 0 })
        await appendActivity(tx, 'w', 0, [{ type: 'desktop.started', payload: EVENT }])
        if (i === 1) throw new Error('changed its mind')
        if (i === 2) await insertWorkspace(tx, { id, name: name(id), at: 0 })
      }
      return store.write(work, id, true)
    }),
  )
  assert.deepEqual(
    done.map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
  )
  assert.match(`${(done[2] as PromiseRejectedResult).reason}`, /duplicate key/)
  const kept = await Promise.all(units.map((id) => findWorkspace(store.db, id)))
  assert.deepEqual(
    kept.map((each) => each?.name),
    ['of aad', undefined, undefined, 'of bac'],
  )
  assert.equal(await activityHead(store.db, 'w'), before + 2)
})

test('a snapshot sees one moment, whatever is written meanwhile', async () => {
  await store.write((tx) => writeSettings(tx, 'w', ON))
  await store.snapshot(async (db) => {
    assert.deepEqual(await readSettings(db, 'w'), ON)
    await store.write((tx) => writeSettings(tx, 'w', OFF))
    assert.deepEqual(await readSettings(db, 'w'), ON)
  })
  assert.deepEqual(await readSettings(store.db, 'w'), OFF)
})

test('a second store is refused as long as the first is open, and what is beside it is not', async () => {
  await assert.rejects(openStore(dir, { databaseUrl }), /Another Mission Control is running/)
  const beside = await openStore(dir, { databaseUrl, tenure: 'beside' })
  assert.deepEqual(await readSettings(beside.db, 'w'), OFF)
  await beside.close()
})

testBesideOthers(databaseUrl, dir)
testRestored(databaseUrl, dir)

test('a name of which no address answers is told with the reason of one of them', () => {
  const [six, four] = ['::1', '127.0.0.1'].map((at) => new Error(`connect ECONNREFUSED ${at}:5432`))
  assert.equal(reasonOf(new AggregateError([six, four])), 'connect ECONNREFUSED 127.0.0.1:5432')
  assert.equal(reasonOf(four), 'connect ECONNREFUSED 127.0.0.1:5432')
})

test('a statement may take as long as PostgreSQL works for it', async () => {
  assert.equal((await slow).rows.length, 1)
})

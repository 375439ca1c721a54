import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { forgetOld } from '../src/retention/forget.ts'
import { removeDeleted } from '../src/retention/remove-deleted.ts'
import { activityHead, activityTail, appendActivity } from '../src/store/activity.ts'
import { findApproval, insertApproval, listPendingApprovals } from '../src/store/approvals.ts'
import { deleteSomeOfDeleted } from '../src/store/deleted.ts'
import { insertEvidence } from '../src/store/evidence.ts'
import { findIdempotencyKey, putIdempotencyKey } from '../src/store/idempotency-keys.ts'
import { insertOutput, listOutput } from '../src/store/output.ts'
import { findRun } from '../src/store/runs.ts'
import { DATABASE_FILE, openStore } from '../src/store/store.ts'
import { listTasks } from '../src/store/task-lists.ts'
import { deleteTask, findTask } from '../src/store/tasks.ts'
import { insertOwner } from '../src/store/workspaces.ts'

const DAY = 24 * 3_600_000
const CHUNK = new Uint8Array(64 * 1024).fill(97)
const KEPT = { outputDays: 30, activityDays: 90 }

/** A store of its own whose clock is moved by hand, with one desktop. */
async function startStore(t: TestContext) {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  const store = await openStore(dir)
  let open = store
  t.after(async () => {
    await open.close()
    rmSync(dir, { recursive: true })
  })
  const reopen = async () => {
    await open.close()
    open = await openStore(dir)
    return open
  }
  let day = 0
  const now = () => day * DAY
  const common = { workspace_id: 'w', created_at: 0 }
  await store.write(async (tx) => {
    await insertOwner(tx, { workspaceId: 'w', userId: 'u', name: 'n', at: 0 })
    const desktop = { id: 'd', name: 'd', labels: '[]', status: 'running', local: 0 } as const
    await tx
      .insertInto('desktops')
      .values({ ...common, ...desktop, credential_hash: 'h' })
      .execute()
  })
  /** A task that prints `chunks`, ends unless it goes on, and `events` events about it. */
  const live = (id: string, { chunks = 0, events = 0, over = true }) =>
    store.write(async (tx) => {
      const at = now()
      await tx
        .insertInto('tasks')
        .values({
          ...common,
          id,
          desktop_id: 'd',
          type: 'command',
          content: 'true',
          status: over ? 'done' : 'running',
          requires_approval: 0,
          chat: 0,
          run_id: `run_${id}`,
          completed_at: over ? at : null,
        })
        .execute()
      await tx
        .insertInto('runs')
        .values({
          id: `run_${id}`,
          task_id: id,
          desktop_id: 'd',
          dispatch: Number(id),
          created_at: at,
        })
        .execute()
      for (let seq = 1; seq <= chunks; seq++) {
        await insertOutput(tx, { run_id: `run_${id}`, seq, stream: 'stdout', at, data: CHUNK })
      }
      const payload = { desktopId: 'd', name: 'd', status: 'running' } as const
      const event = { type: 'desktop.started', payload } as const
      await appendActivity(
        tx,
        'w',
        at,
        Array.from({ length: events }, () => event),
      )
    })
  return {
    store,
    reopen,
    live,
    forget: (kept = KEPT) => forgetOld({ store, now }, kept, 60_000),
    moveTo: (to: number) => {
      day = to
    },
    now,
    size: () => statSync(join(dir, DATABASE_FILE)).size,
    chunksOf: async (id: string) => (await listOutput(store.db, `run_${id}`, 0, 1000)).length,
    removedAt: async (id: string) =>
      await store.db
        .selectFrom('tasks')
        .select('output_removed_at')
        .where('id', '=', id)
        .executeTakeFirstOrThrow(),
  }
}

test('output goes 30 days after its task has ended, and the task says so; what runs keeps all', async (t) => {
  const { live, forget, moveTo, chunksOf, removedAt } = await startStore(t)
  await live('1', { chunks: 150 })
  await live('2', { chunks: 2, over: false })
  moveTo(29)
  await live('3', { chunks: 2 })
  await forget()
  assert.deepEqual(await Promise.all(['1', '2', '3'].map(chunksOf)), [150, 2, 2])
  moveTo(31)
  await forget()
  assert.deepEqual(await Promise.all(['1', '2', '3'].map(chunksOf)), [0, 2, 2])
  assert.deepEqual(await removedAt('1'), { output_removed_at: 31 * DAY })
  assert.deepEqual(await removedAt('3'), { output_removed_at: null })
})

test('events go after 90 days, from the beginning on; a workspace without any is no trouble', async (t) => {
  const { store, live, forget, moveTo } = await startStore(t)
  await live('1', { events: 1200 })
  moveTo(50)
  await live('2', { events: 3 })
  moveTo(91)
  await forget()
  assert.equal(await activityTail(store.db, 'w'), 1201)
  assert.equal(await activityHead(store.db, 'w'), 1203)
  moveTo(200)
  await forget()
  assert.equal(await activityTail(store.db, 'w'), undefined)
  await forget()
  await live('3', { events: 1 })
  assert.equal(await activityTail(store.db, 'w'), 1204)
})

test('what is deleted is nowhere at once, and its bytes go in small steps, also after a restart', async (t) => {
  const { store, live, chunksOf, reopen } = await startStore(t)
  await live('1', { chunks: 300 })
  await live('2', { chunks: 2 })
  await store.write(async (tx) => {
    for (let i = 0; i < 200; i++) {
      const approval = { id: `approval_${i}`, workspace_id: 'w', task_id: '1', created_at: 0 }
      await insertApproval(tx, { ...approval, kind: 'result' })
    }
    await insertEvidence(tx, 'run_1', '{}')
    await deleteTask(tx, '1')
  })
  assert.equal(await findTask(store.db, 'w', '1'), undefined)
  assert.equal(await findRun(store.db, 'd', 'run_1'), undefined)
  assert.equal(await findApproval(store.db, 'w', 'approval_1'), undefined)
  assert.deepEqual(await listPendingApprovals(store.db, 'w', 'all', undefined, 10), [])
  assert.deepEqual(
    (await listTasks(store.db, 'w', {}, 10)).map(({ id }) => id),
    ['2'],
  )
  assert.equal(await chunksOf('1'), 300)
  await store.write(deleteSomeOfDeleted)
  assert.equal(await chunksOf('1'), 300 - 64)

  const again = await reopen()
  await removeDeleted({ store: again }, 60_000)
  for (const table of ['tasks', 'runs', 'output', 'approvals', 'evidence'] as const) {
    const rows = await again.db.selectFrom(table).selectAll().execute()
    assert.equal(rows.length, { tasks: 1, runs: 1, output: 2, approvals: 0, evidence: 0 }[table])
  }
})

test('with 0 days nothing goes, ever', async (t) => {
  const { store, live, forget, moveTo, chunksOf } = await startStore(t)
  await live('1', { chunks: 2, events: 2 })
  moveTo(10_000)
  await forget({ outputDays: 0, activityDays: 0 })
  assert.equal(await chunksOf('1'), 2)
  assert.equal(await activityTail(store.db, 'w'), 1)
})

test('the answers to requests with a key go after a day', async (t) => {
  const { store, forget, moveTo, now } = await startStore(t)
  const put = (key: string) =>
    store.write((tx) =>
      putIdempotencyKey(tx, {
        ...{ user_id: 'u', route: 'createTask', key, fingerprint: 'f' },
        ...{ status: 201, body: '{}', effect: null, created_at: now() },
      }),
    )
  for (let i = 0; i < 700; i++) await put(`old-${i}`)
  moveTo(1.5)
  await put('new')
  await forget()
  const find = (key: string) =>
    findIdempotencyKey(store.db, { user_id: 'u', route: 'createTask', key }, -1)
  assert.equal(await find('old-699'), undefined)
  assert.equal((await find('new'))?.status, 201)
})

test('over a year the database grows no more once it keeps what it is to keep', async (t) => {
  const { live, forget, moveTo, size } = await startStore(t)
  let full = 0
  for (let day = 0; day <= 365; day += 5) {
    moveTo(day)
    await live(`${day}`, { chunks: 24, events: 200 })
    await forget()
    if (day === 120) full = size()
  }
  assert.ok(full > 7 * 24 * CHUNK.length)
  assert.ok(size() < full * 1.1, `${full} bytes became ${size()}`)
})

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Down, HELD, PROTOCOL_VERSION } from '@mission-control/protocol/runner'
import { sql } from 'kysely'
import { resolveApproval } from '../src/approvals/resolve.ts'
import { coreOver } from '../src/auth/offline.ts'
import { ensureOwner } from '../src/auth/owner.ts'
import { createDesktop } from '../src/desktops/create.ts'
import { DesktopClock } from '../src/runners/desktop-clock.ts'
import { GreetedRunner, type Link } from '../src/runners/greeted-runner.ts'
import { newPace } from '../src/runners/inbox.ts'
import { Told } from '../src/runners/told.ts'
import { moveDesktop } from '../src/store/desktops.ts'
import { listOutput } from '../src/store/output.ts'
import { listOpenOnDesktop } from '../src/store/permissions.ts'
import { abandonRun, listDesktopsWithRuns, listGivenUp, type RunOfTask } from '../src/store/runs.ts'
import { openStore } from '../src/store/store.ts'
import { cancelTask } from '../src/tasks/cancel.ts'
import { createTask, createTasks } from '../src/tasks/create.ts'
import { requireTask } from '../src/tasks/find.ts'
import { runTask } from '../src/tasks/run.ts'

const MIB = 1024 * 1024
const OUTPUT_LIMIT = 16 * MIB

test('a cancel that comes while the start of its run is being read is sent behind it', async (t) => {
  const { runner, told } = await withWaitingRun(t)
  await Promise.all([runner.dispatch(), runner.cancel('the run')])
  assert.deepEqual(types(told), ['start', 'cancel'])
})

test('a run that was just committed is sent without a look if it is the next; else all that wait are, in their order and once', async (t) => {
  const { connect, told, core, owner, desktopId } = await withWaitingRun(t)
  const runs: RunOfTask[] = []
  core.bus.subscribe('desktop', desktopId, (notice) => {
    if (notice.kind === 'dispatch' && notice.run) runs.push(notice.run.what)
  })
  for (let i = 0; i < 2; i++) {
    const task = { type: 'command', content: 'true', desktopId } as const
    await createTasks(core, owner, [task], true)
  }
  const [second, third] = runs as [RunOfTask, RunOfTask]
  const sent = () =>
    told
      .splice(0)
      .flatMap((said) => (typeof said === 'object' && 'dispatch' in said ? said.dispatch : []))
  const runner = connect()
  // What came before it has not been sent.
  await runner.start(third)
  assert.deepEqual(sent(), [1, 2, 3])
  await Promise.all([runner.start(second), runner.start(third)])
  assert.deepEqual(sent(), [])
  // The store has neither of these: only the one that is the next is sent.
  await runner.start({ ...third, id: 'run_5', dispatch: 5 })
  assert.deepEqual(sent(), [])
  await runner.start({ ...third, id: 'run_4', dispatch: 4 })
  assert.deepEqual(sent(), [4])
  const again = connect(1)
  await Promise.all([again.dispatch(), again.start(second), again.start(third)])
  assert.deepEqual(sent(), [2, 3])
})

test('while more waits to be stored than may, the socket is not read; all of it is stored and acknowledged', async (t) => {
  const { runner, told, store } = await withWaitingRun(t)
  await runner.dispatch()
  const [start] = told.splice(0)
  assert.ok(typeof start === 'object' && start.type === 'start')
  const data = Buffer.alloc(64 * 1024, 'x')
  const { runId } = start
  for (let seq = 1; seq <= 80; seq++) {
    const offset = (seq - 1) * data.length
    runner.receive(
      { type: 'output', runId, seq, stream: 'stdout', offset, at: 1, data },
      data.length,
    )
    // 4 MiB are 63 of them, with what each takes beside its bytes.
    assert.equal(told.includes('pause'), seq > 63, `after ${seq} chunks`)
  }
  await runner.settled()
  assert.equal(told.at(-1), 'resume')
  const acks = told.filter((said) => typeof said === 'object' && said.type === 'ack')
  assert.deepEqual(acks.at(-1), {
    type: 'ack',
    runId,
    position: { seq: 80, stdout: 5 * MIB, stderr: 0, system: 0, agent: 0 },
  })
  const rows = await listOutput(store.db, runId, 0, 100)
  assert.deepEqual(
    rows.map(({ seq }) => seq),
    Array.from({ length: 80 }, (_, i) => i + 1),
  )
})

test('a connection that is made anew goes on at the pace of the one before', async (t) => {
  t.mock.method(performance, 'now', () => 0)
  const { runner, connect, told } = await withWaitingRun(t)
  runner.receive({ type: 'queued', runId: 'unknown' }, 2_000_000)
  await runner.settled()
  assert.ok(!told.includes('pause'))
  const next = connect()
  next.receive({ type: 'queued', runId: 'unknown' }, 60)
  assert.ok(told.includes('pause'))
  await next.settled()
})

test('a runner is given so many runs as it may hold, and the next when one has ended', async (t) => {
  const { runner, told, store, desktopId } = await withWaitingRun(t)
  await store.write(async (tx) => {
    await sql`
      with recursive n(i) as (select 2 union all select i + 1 from n where i < ${HELD + 2})
      insert into runs (id, task_id, desktop_id, dispatch, created_at)
      select 'run_' || i, (select id from tasks), ${desktopId}, i, 0 from n`.execute(tx)
  })
  await runner.dispatch()
  const starts = () => types(told).filter((type) => type === 'start').length
  assert.equal(starts(), HELD)
  const [start] = told
  assert.ok(typeof start === 'object' && start.type === 'start')
  const { runId } = start
  runner.receive({ type: 'ended', runId, at: 1, seq: 0, end: { kind: 'exited', exitCode: 0 } }, 100)
  await runner.settled()
  assert.equal(starts(), HELD + 1)
})

test('what a runner was told is not told again when the store is read again', async (t) => {
  const { connect, told, core, owner, taskId, desktopId } = await withWaitingRun(t)
  let runner = connect()
  const look = async () => {
    const { db } = core.store
    const isBusy = (await listDesktopsWithRuns(db)).includes(desktopId)
    const givenUp = (await listGivenUp(db, 0)).map(({ id }) => id)
    await runner.catchUp({ isBusy, revision: null, givenUp, since: 0 })
    await runner.catchUp({ isBusy, revision: null, givenUp, since: 0 })
    return types(told.splice(0)).filter((type) => type !== 'resume')
  }
  core.bus.subscribe('desktop', desktopId, (notice) => {
    if (notice.kind === 'cancel') void runner.cancel(notice.runId)
    else if (notice.kind === 'answer') runner.answer(notice.answer)
  })
  assert.deepEqual(await look(), ['start'])
  const { run_id } = await requireTask(core.store.db, owner.workspaceId, taskId)
  const runId = run_id!
  const asks = (requestId: string) => {
    const subject = { kind: 'text' as const, forms: ['look'] }
    const wish = { tool: 'look', title: 'look', input: {}, subject, options: ['once' as const] }
    runner.receive({ type: 'permission', runId, requestId, at: 1, ...wish }, 100)
    return runner.settled()
  }
  const resolve = async () => {
    const [open] = await listOpenOnDesktop(core.store.db, owner.workspaceId, desktopId)
    await resolveApproval(core, owner, open!.id, { decision: 'approve' })
  }
  await asks('one')
  assert.deepEqual(await look(), [])
  await resolve()
  assert.deepEqual(await look(), ['permissionAnswer'])
  // Another connection, over which it asks once more.
  runner = connect(1)
  await asks('one')
  assert.deepEqual(await look(), ['permissionAnswer'])
  await cancelTask(core, owner, taskId)
  assert.deepEqual(await look(), ['cancel'])
  await core.store.write((tx) => abandonRun(tx, runId, 1))
  assert.deepEqual(await look(), [])
})

test('a test of the agent that is asked for again begins once, however many others there are', async (t) => {
  const { runner, told } = await withWaitingRun(t)
  for (let i = 0; i < 3; i++) await runner.testAgent('first')
  const others = Array.from({ length: 200 }, (_, i) => `other ${i}`)
  for (const id of others) await runner.testAgent(id)
  for (const id of others.slice(1)) {
    runner.receive({ type: 'agentTested', requestId: id, ready: true, message: 'yes' }, 100)
  }
  await runner.settled()
  for (const id of ['first', others[0]!]) await runner.testAgent(id)
  const begun = told.flatMap((said) =>
    typeof said === 'object' && said.type === 'testAgent' ? [said.requestId] : [],
  )
  assert.deepEqual(begun, ['first', ...others])
})

const types = (told: Said[]) => told.map((said) => (typeof said === 'string' ? said : said.type))

/** What a link was told: a message for the runner, or to stop or go on reading. */
type Said = Down | 'pause' | 'resume'

/** A runner with a runner that has said nothing yet, and one task that is to be sent to it. */
async function withWaitingRun(t: TestContext) {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  const store = await openStore(dir)
  t.after(async () => {
    await store.close()
    rmSync(dir, { recursive: true })
  })
  const core = { ...coreOver(store, dir), shared: false }
  const owner = await ensureOwner(core, undefined)
  const { id: desktopId } = await createDesktop(core, owner, { name: 'd' })
  const desktop = await store.write((tx) =>
    moveDesktop(tx, desktopId, ['pending'], {
      status: 'running',
      connected: 1,
      protocol: PROTOCOL_VERSION,
    }),
  )
  const { id } = await createTask(core, owner, { type: 'command', content: 'true', desktopId })

  const told: Said[] = []
  const link: Link = {
    send: (message) => void told.push(message),
    pause: () => void told.push('pause'),
    resume: () => void told.push('resume'),
    drop: () => assert.fail('it was dropped'),
    stored: () => undefined,
    drained: async () => undefined,
  }
  const peer = {
    desktop: desktop!,
    version: PROTOCOL_VERSION,
    clock: new DesktopClock(),
    pace: newPace(),
    revision: null,
  }
  const connect = (lastDispatch = 0) =>
    new GreetedRunner(core, link, { ...peer, lastDispatch, told: new Told([]) }, OUTPUT_LIMIT)
  await runTask(core, owner, id)
  return { runner: connect(), connect, told, core, store, owner, taskId: id, desktopId }
}

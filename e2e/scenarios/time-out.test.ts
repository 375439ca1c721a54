import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { adviceFor } from '@mission-control/protocol'
import { BareRunner } from '../setup/bare-runner.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { processesOf } from '../setup/process-table.ts'
import { startDesktop, startRunner } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { ended, outputOf } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client, desktopId } = server
const TASKS = '/api/mission-control/tasks'

async function newTask(content: string, more: object = {}) {
  return await client.tasks.create({ type: 'command', content, desktopId, ...more })
}

test('a task that takes longer than it may is stopped and has failed; the output so far is kept', async () => {
  const { id, timeoutSeconds } = await newTask('echo before; setsid sleep 1000 & sleep 1000', {
    timeoutSeconds: 1,
  })
  assert.equal(timeoutSeconds, 1)
  await client.tasks.run(id)
  const task = await ended(client, id)
  const code = task.error?.code
  assert.deepEqual([task.status, code, task.exitCode], ['failed', 'timed_out', null])
  assert.ok(task.error?.message.endsWith(adviceFor('timed_out')))
  assert.equal(`${await outputOf(client, id)}`, 'before\n')
  assert.equal(processesOf(id).length, 0)

  const [event] = await client.activity.list({ taskId: id, type: 'task.failed' })
  assert.deepEqual(event && 'error' in event.payload && event.payload.error, task.error)
})

test('the time in the queue does not count', async (t) => {
  const { desktop } = await startDesktop(t, server, 'narrow', { MISSION_CONTROL_CONCURRENCY: '1' })
  const common = { type: 'command', desktopId: desktop.id } as const
  const [first, second] = await client.tasks.createBatch({
    run: true,
    tasks: [
      { ...common, content: 'sleep 1.5' },
      { ...common, content: 'echo in time', timeoutSeconds: 1 },
    ],
  })
  assert.equal((await ended(client, first!.id)).status, 'done')
  assert.equal((await ended(client, second!.id)).status, 'done')
})

test("a desktop's default counts for its new tasks that don't say; null is no time-out", async () => {
  const before = await newTask('true')
  await client.desktops.update(desktopId, { defaultTimeoutSeconds: 90 })
  assert.equal((await client.desktops.get(desktopId)).defaultTimeoutSeconds, 90)
  assert.equal((await newTask('true')).timeoutSeconds, 90)
  assert.equal((await newTask('true', { timeoutSeconds: 5 })).timeoutSeconds, 5)
  assert.equal((await newTask('true', { timeoutSeconds: null })).timeoutSeconds, null)
  assert.equal((await client.tasks.get(before.id)).timeoutSeconds, null)
  await client.desktops.update(desktopId, { name: 'renamed' })
  assert.equal((await client.desktops.get(desktopId)).defaultTimeoutSeconds, 90)
  await client.desktops.update(desktopId, { defaultTimeoutSeconds: null })
  assert.equal((await newTask('true')).timeoutSeconds, null)
  const other = await client.desktops.create({ name: 'other', defaultTimeoutSeconds: 7 })
  assert.equal(other.defaultTimeoutSeconds, 7)
})

for (const timeoutSeconds of [0, -1, 1.5, '60', 2_592_001, true]) {
  test(`a time-out is 1 second to 30 days: ${JSON.stringify(timeoutSeconds)} is refused`, async () => {
    const json = { type: 'command', content: 'true', desktopId, timeoutSeconds }
    const answer = await server.request(TASKS, { method: 'POST', json })
    assert.equal(answer.status, 400)
    const problem = (await answer.json()) as { errors: { path: string }[] }
    assert.deepEqual(
      problem.errors.map(({ path }) => path),
      ['timeoutSeconds'],
    )
  })
}

test('what is cancelled may tidy up for as long as its task says', async () => {
  for (const [graceSeconds, exitCode, last] of [
    [600, 0, 'rc=0\n'],
    [0, null, 'up\n'],
  ] as const) {
    const { id } = await newTask(
      `trap 'echo cleaning; sleep 1; echo rc=$?; exit 0' TERM; echo up; while :; do sleep 0.2; done`,
      { graceSeconds },
    )
    await client.tasks.run(id)
    await waitFor('it to start', async () => (await outputOf(client, id)).length > 0)
    await client.tasks.cancel(id)
    const task = await ended(client, id)
    assert.deepEqual([task.status, task.exitCode], ['cancelled', exitCode])
    assert.ok(`${await outputOf(client, id)}`.endsWith(last))
  }
})

test('the time to tidy up is 0 to 600 s, 5 s where nothing is said', async () => {
  assert.equal((await newTask('true')).graceSeconds, 5)
  assert.equal((await newTask('true', { graceSeconds: 0 })).graceSeconds, 0)
  for (const graceSeconds of [-1, 601, 1.5, '5', null]) {
    const json = { type: 'command', content: 'true', desktopId, graceSeconds }
    const answer = await server.request(TASKS, { method: 'POST', json })
    assert.equal(answer.status, 400, JSON.stringify(graceSeconds))
    assert.match(await answer.text(), /"path":"graceSeconds"/)
  }
})

test('a runner that knows no time to tidy up is sent none, and the next version is', async (t) => {
  for (const [version, expected] of [
    [3, undefined],
    [4, 30_000],
  ] as const) {
    const desktop = await client.desktops.create({ name: `version ${version}` })
    const runner = await BareRunner.connect(t, server, desktop, version)
    const { id } = await newTask('true', { desktopId: desktop.id, graceSeconds: 30 })
    await client.tasks.run(id)
    assert.equal((await runner.hears('start')).graceMs, expected)
  }
})

test('it acts while runner and server are away', async (t) => {
  const home = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
  const { desktop, program, dir } = await startDesktop(t, home, 'alone')
  const stopped = join(dir, 'work/stopped')
  const { id } = await home.client.tasks.create({
    type: 'command',
    content: 'trap "date > stopped; exit" TERM; echo up; while :; do sleep 0.05; done',
    desktopId: desktop.id,
    timeoutSeconds: 2,
  })
  await home.client.tasks.run(id)
  await waitFor('it to start', async () => (await outputOf(home.client, id)).length > 0)
  program.child.kill('SIGKILL')
  home.program.child.kill('SIGKILL')
  await Promise.all([program.exited, home.program.exited])
  assert.ok(!existsSync(stopped))
  await waitFor('it to be stopped', () => existsSync(stopped))

  const next = await startServer(t, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' }, home.dataDir)
  await startRunner(t, next.url, dir, desktop.credential)
  assert.equal((await ended(next.client, id)).error?.code, 'timed_out')
})

test('a runner that is too old to keep a time-out is not sent the task, which fails in words', async (t) => {
  const desktop = await client.desktops.create({ name: 'old', defaultTimeoutSeconds: 60 })
  const runner = await BareRunner.connect(t, server, desktop, 2)
  const { id } = await newTask('true', { desktopId: desktop.id })
  await client.tasks.run(id)
  const task = await ended(client, id)
  assert.deepEqual([task.status, task.error?.code], ['failed', 'runner_too_old'])
  const free = await newTask('true', { desktopId: desktop.id, timeoutSeconds: null })
  await client.tasks.run(free.id)
  const { taskId, timeoutMs } = await runner.hears('start')
  assert.deepEqual([taskId, timeoutMs], [free.id, undefined])
})

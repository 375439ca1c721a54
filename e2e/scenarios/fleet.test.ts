import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { isFinal, type Task } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { ended, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client } = server

/** The lines that commands have added to the file; each is written at once. */
function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
}

async function createMany(contents: { content: string; desktopId: string }[]): Promise<Task[]> {
  const tasks = contents.map((each) => ({ type: 'command' as const, ...each }))
  return await client.tasks.createBatch({ tasks })
}

async function runAll(tasks: Task[]): Promise<void> {
  const outcomes = await client.tasks.runMany(tasks.map(({ id }) => id))
  assert.deepEqual(
    outcomes,
    tasks.map(({ id }) => ({ id, status: 'running' })),
  )
}

async function settled(tasks: Task[]): Promise<Task[]> {
  return await waitFor('all to end', async () => {
    const known = new Map((await client.tasks.list()).map((task) => [task.id, task]))
    const now = tasks.map(({ id }) => known.get(id)!)
    return now.every(({ status }) => isFinal(status)) && now
  })
}

test('300 tasks on three desktops all end rightly, each run exactly once where it belongs', async (t) => {
  const truth = join(temporaryFolder(t), 'truth')
  const runners = [
    await startDesktop(t, server, 'one'),
    await startDesktop(t, server, 'two'),
    await startDesktop(t, server, 'three'),
  ]
  const desktopOf = (n: number) => runners[n % 3]!.desktop.id
  const exitCodeOf = (n: number) => [0, 0, 1, 42][n % 4]!
  const tasks = await createMany(
    Array.from({ length: 300 }, (_, n) => ({
      content: `echo "${n} $MISSION_CONTROL_TASK_ID $MISSION_CONTROL_DESKTOP_ID $PWD" >> ${truth}; exit ${exitCodeOf(n)}`,
      desktopId: desktopOf(n),
    })),
  )
  assert.equal(tasks.length, 300)
  await runAll(tasks)

  const after = await settled(tasks)
  after.forEach(({ status, exitCode }, n) => {
    const expected = exitCodeOf(n)
    assert.deepEqual(
      { n, status, exitCode },
      { n, status: expected === 0 ? 'done' : 'failed', exitCode: expected },
    )
  })
  const expected = tasks.map(
    ({ id }, n) => `${n} ${id} ${desktopOf(n)} ${join(runners[n % 3]!.dir, 'work')}`,
  )
  assert.deepEqual(linesOf(truth).sort(), expected.sort())
  const { tasks: counts } = await client.overview.get()
  assert.deepEqual([counts.done, counts.failed, counts.running], [150, 150, 0])
})

/** Tells the truth file when it begins and ends, and waits for `go` in between. */
const logged = (n: number, truth: string, go: string) =>
  `echo "begin ${n}" >> ${truth}; ${untilThere(go)}; echo "end ${n}" >> ${truth}`

test('a desktop for 4 runs 4 at a time, and the others in the order in which they came', async (t) => {
  const folder = temporaryFolder(t)
  const [truth, go] = [join(folder, 'truth'), join(folder, 'go')]
  const { desktop } = await startDesktop(t, server, 'four', { MISSION_CONTROL_CONCURRENCY: '4' })
  const tasks = await createMany(
    Array.from({ length: 100 }, (_, n) => ({
      content: logged(n, truth, go),
      desktopId: desktop.id,
    })),
  )
  await runAll(tasks)

  const query = { desktopId: desktop.id }
  const waiting = async () =>
    (await client.tasks.list(query)).filter((task) => task.waiting === 'queued').length
  await waitFor('96 to wait', async () => (await waiting()) === 96)
  await waitFor('4 to begin', () => linesOf(truth).length === 4)
  const now = (await client.tasks.list(query)).reverse()
  assert.ok(now.every(({ status }) => status === 'running'))
  assert.deepEqual(
    now.map((task) => task.waiting),
    now.map((_, n) => (n < 4 ? null : 'queued')),
  )

  writeFileSync(go, '')
  for (const { status, waiting } of await settled(tasks)) {
    assert.deepEqual({ status, waiting }, { status: 'done', waiting: null })
  }
  const order = linesOf(truth).map((line) => line.split(' '))
  assert.equal(order.length, 200)
  const over = new Set<number>()
  const begun = new Set<number>()
  for (const [event, number] of order) {
    const n = Number(number)
    if (event === 'end') {
      over.add(n)
      continue
    }
    begun.add(n)
    assert.ok(begun.size - over.size <= 4, `${begun.size - over.size} ran when ${n} began`)
    const earlier = Array.from({ length: n }, (_, i) => i).filter((i) => !over.has(i))
    assert.ok(earlier.length < 4, `${n} began before its turn: ${earlier} weren't over`)
  }

  const queued = await client.activity.list({ ...query, type: 'task.queued', after: 0, limit: 500 })
  assert.deepEqual(
    queued.map(({ payload }) => 'taskId' in payload && payload.taskId),
    tasks.slice(4).map(({ id }) => id),
  )
})

test('with one place they run strictly one after the other', async (t) => {
  const truth = join(temporaryFolder(t), 'truth')
  const { desktop } = await startDesktop(t, server, 'single', { MISSION_CONTROL_CONCURRENCY: '1' })
  const numbers = Array.from({ length: 20 }, (_, n) => n)
  const tasks = await createMany(
    numbers.map((n) => ({ content: logged(n, truth, '.'), desktopId: desktop.id })),
  )
  await runAll(tasks)
  await settled(tasks)
  assert.deepEqual(
    linesOf(truth),
    numbers.flatMap((n) => [`begin ${n}`, `end ${n}`]),
  )
})

test('a task that is cancelled in the queue never starts', async (t) => {
  const folder = temporaryFolder(t)
  const [truth, go] = [join(folder, 'truth'), join(folder, 'go')]
  const { desktop } = await startDesktop(t, server, 'busy', { MISSION_CONTROL_CONCURRENCY: '1' })
  const tasks = await createMany(
    [0, 1, 2].map((n) => ({ content: logged(n, truth, go), desktopId: desktop.id })),
  )
  await runAll(tasks)
  const [, second] = tasks as [Task, Task, Task]
  await waitFor('it to wait', async () => (await client.tasks.get(second.id)).waiting === 'queued')
  await client.tasks.cancel(second.id)
  const cancelled = await ended(client, second.id)
  assert.equal(cancelled.status, 'cancelled')
  assert.equal(cancelled.waiting, null)

  writeFileSync(go, '')
  assert.deepEqual(
    (await settled(tasks)).map(({ status }) => status),
    ['done', 'cancelled', 'done'],
  )
  assert.deepEqual(linesOf(truth), ['begin 0', 'end 0', 'begin 2', 'end 2'])
})

test('without a limit of its own, a desktop runs four times as many as it has cores', async (t) => {
  const folder = temporaryFolder(t)
  const [truth, go] = [join(folder, 'truth'), join(folder, 'go')]
  const { desktop } = await startDesktop(t, server, 'default', { MISSION_CONTROL_CONCURRENCY: '' })
  const places = availableParallelism() * 4
  const tasks = await createMany(
    Array.from({ length: places + 3 }, (_, n) => ({
      content: logged(n, truth, go),
      desktopId: desktop.id,
    })),
  )
  await runAll(tasks)
  await waitFor('3 to wait', async () => {
    const all = await client.tasks.list({ desktopId: desktop.id })
    return all.filter((task) => task.waiting === 'queued').length === 3
  })
  await waitFor('all others to begin', () => linesOf(truth).length === places)
  writeFileSync(go, '')
  for (const { status } of await settled(tasks)) assert.equal(status, 'done')
})

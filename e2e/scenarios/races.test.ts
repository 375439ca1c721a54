import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ApiError } from '@mission-control/client'
import type { Approval, Task } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand } from '../setup/tasks.ts'

const server = await startServer(wholeFile)
const { client, desktopId, workDir } = server

/** A command that leaves a line in `file` for every time it runs. */
const counting = (file: string) => ({
  type: 'command' as const,
  content: `echo ran >> ${file}`,
  desktopId,
})
const timesRun = (file: string) => readFileSync(join(workDir, file), 'utf8').split('\n').length - 1

/** What each call came to: its result, or the code with which it was refused. */
async function outcomes<T>(calls: Promise<T>[]): Promise<(T | string)[]> {
  return await Promise.all(
    calls.map((call) =>
      call.catch((error) => {
        assert.ok(error instanceof ApiError, `${error}`)
        return error.code
      }),
    ),
  )
}

const conflictsIn = (all: unknown[]) => all.filter((one) => one === 'status_conflict').length
const wonIn = <T>(all: (T | string)[]) => all.filter((one) => typeof one !== 'string') as T[]

test('of twenty concurrent runs of one task one is accepted, and the command runs once', async () => {
  const { id } = await client.tasks.create(counting('twenty'))
  const all = await outcomes(Array.from({ length: 20 }, () => client.tasks.run(id)))
  assert.equal(wonIn(all).length, 1)
  assert.equal(conflictsIn(all), 19)
  assert.equal((await ended(client, id)).status, 'done')
  // A second start, if there were one, would have come before this one.
  await finishCommand(server, 'true')
  assert.equal(timesRun('twenty'), 1)
})

test('a run of many that names a task twenty times starts it once', async () => {
  const { id } = await client.tasks.create(counting('named-twenty-times'))
  const all = await client.tasks.runMany(Array.from({ length: 20 }, () => id))
  assert.equal(all.filter((one) => 'status' in one).length, 1)
  await ended(client, id)
  await finishCommand(server, 'true')
  assert.equal(timesRun('named-twenty-times'), 1)
})

test('twenty runs of twenty tasks are all accepted', async () => {
  const tasks = await client.tasks.createBatch({
    tasks: Array.from({ length: 20 }, () => counting('twenty-tasks')),
  })
  const all = await outcomes(tasks.map(({ id }) => client.tasks.run(id)))
  assert.equal(wonIn(all).length, 20)
  for (const { id } of tasks) assert.equal((await ended(client, id)).status, 'done')
  assert.equal(timesRun('twenty-tasks'), 20)
})

for (let round = 1; round <= 5; round++) {
  test(`of eight reviewers, half by task and half by approval, one decides (${round})`, async () => {
    const { id } = await finishCommand(server, 'true', { requiresApproval: true })
    const approval = (await client.approvals.list()).find(({ taskId }) => taskId === id)
    assert.ok(approval)
    const cursor = (await client.tasks.getWithCursor(id)).cursor ?? 0
    const all = await outcomes<Task | Approval>(
      Array.from({ length: 8 }, (_, i) => {
        const review = {
          decision: i % 4 < 2 ? ('approve' as const) : ('reject' as const),
          feedback: `reviewer ${i}`,
        }
        return i % 2 === 0
          ? client.tasks.review(id, review)
          : client.approvals.resolve(approval.id, review)
      }),
    )
    assert.equal(wonIn(all).length, 1)
    assert.equal(conflictsIn(all), 7)
    const winner = all.findIndex((one) => typeof one !== 'string')

    const task = await client.tasks.get(id)
    assert.equal(task.status, winner % 4 < 2 ? 'done' : 'failed')
    assert.equal(task.feedback, `reviewer ${winner}`)
    const events = await client.activity.list({ after: cursor, taskId: id })
    assert.deepEqual(
      events.map(({ type }) => type),
      ['approval.resolved', task.status === 'done' ? 'task.completed' : 'task.failed'],
    )
    const { payload } = events[0]!
    assert.equal('status' in payload && payload.status, winner % 4 < 2 ? 'approved' : 'rejected')
    assert.equal('feedback' in payload && payload.feedback, `reviewer ${winner}`)
    assert.ok((await client.approvals.list()).every(({ taskId }) => taskId !== id))
  })
}

test('a cancel that races a run ends in one of the two orders, never in both', async () => {
  for (let i = 0; i < 15; i++) {
    const file = `cancel-${i}`
    const { id } = await client.tasks.create(counting(file))
    const calls = [() => client.tasks.run(id), () => client.tasks.cancel(id)]
    if (i % 2 === 1) calls.reverse()
    const all = await outcomes(calls.map((call) => call()))
    if (i % 2 === 1) all.reverse()
    const [run, cancel] = all

    const task = await ended(client, id)
    const types = (await client.activity.list({ taskId: id })).map(({ type }) => type).toReversed()
    if (typeof run === 'string') {
      // Cancelled first: it never starts.
      assert.equal(run, 'status_conflict')
      assert.equal(task.status, 'cancelled')
      assert.equal(task.startedAt, null)
      assert.deepEqual(types, ['task.created', 'task.cancelled'])
      assert.throws(() => timesRun(file), { code: 'ENOENT' })
    } else {
      // Run first: the cancel stopped it, or came when it was over already.
      assert.ok(types.includes('task.started'))
      assert.equal(task.status, typeof cancel === 'string' ? 'done' : 'cancelled')
      assert.equal(types.length, 3)
    }
  }
})

test('of eight cancels of a pending task one is accepted', async () => {
  const { id } = await client.tasks.create(counting('never'))
  const all = await outcomes(Array.from({ length: 8 }, () => client.tasks.cancel(id)))
  assert.equal(wonIn(all).length, 1)
  assert.equal(conflictsIn(all), 7)
  const types = (await client.activity.list({ taskId: id })).map(({ type }) => type)
  assert.deepEqual(types, ['task.cancelled', 'task.created'])
})

test('a cancel that races the end leaves one end', async () => {
  for (let i = 0; i < 10; i++) {
    const { id } = await client.tasks.create(counting('end'))
    await client.tasks.run(id)
    const [cancelled] = await outcomes([client.tasks.cancel(id)])
    const task = await ended(client, id)
    assert.equal(task.status, typeof cancelled === 'string' ? 'done' : 'cancelled')
    const types = (await client.activity.list({ taskId: id })).map(({ type }) => type)
    const last = task.status === 'done' ? 'task.completed' : 'task.cancelled'
    assert.deepEqual(types, [last, 'task.started', 'task.created'])
  }
})

test('of two deletes one finds the task', async () => {
  const { id } = await finishCommand(server, 'true')
  const all = await outcomes([0, 1].map(() => client.tasks.delete(id)))
  assert.deepEqual(all.toSorted(), ['task_not_found', undefined])
})

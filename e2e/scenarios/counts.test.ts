import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Overview, TaskPayload } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, runCommand, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client, desktopId } = server

/** What the events of one task have said, oldest first: type, status before and after. */
async function courseOf(taskId: string): Promise<string[]> {
  const entries = await client.activity.list({ taskId, after: 0 })
  return entries
    .filter(({ type }) => type.startsWith('task.'))
    .map(({ type, payload }) => {
      const { from, status, waiting = '' } = payload as TaskPayload
      return `${type} ${from} ${status} ${waiting}`.trimEnd()
    })
}

test('the counts of the overview are those that the events add up to, whatever happens', async () => {
  await finishCommand(server, 'true')
  await finishCommand(server, 'exit 1')
  const gated = await finishCommand(server, 'true', { requiresApproval: true })
  const rejected = await finishCommand(server, 'true', { requiresApproval: true })
  await client.tasks.review(rejected.id, { decision: 'reject' })
  const [pending, dropped] = await client.tasks.createBatch({
    tasks: Array.from({ length: 2 }, () => ({ type: 'command', content: 'true', desktopId })),
  })
  await client.tasks.cancel(dropped!.id)
  const running = await runCommand(server, 'sleep 1000')
  const stopped = await runCommand(server, 'sleep 1000')
  await client.tasks.cancel(stopped.id)
  await ended(client, stopped.id)
  for (const { id } of [rejected, dropped!, stopped]) await client.tasks.delete(id)

  const counts = { pending: 0, running: 0, review: 0, done: 0, failed: 0, cancelled: 0 }
  for (const { type, payload } of await client.activity.list({ after: 0, limit: 1000 })) {
    if (!type.startsWith('task.')) continue
    const { from, status } = payload as TaskPayload
    if (from !== null) counts[from]--
    if (type !== 'task.deleted') counts[status]++
  }
  assert.deepEqual(counts, (await client.overview.get()).tasks satisfies Overview['tasks'])
  assert.deepEqual(counts, { pending: 1, running: 1, review: 1, done: 1, failed: 1, cancelled: 0 })
  await client.tasks.review(gated.id, { decision: 'approve' })
  await client.tasks.cancel(pending!.id)
  await client.tasks.cancel(running.id)
})

test('every event says where the task comes from', async () => {
  const gated = await finishCommand(server, 'true', { requiresApproval: true })
  await client.tasks.review(gated.id, { decision: 'approve' })
  await client.tasks.delete(gated.id)
  assert.deepEqual(await courseOf(gated.id), [
    'task.created null pending',
    'task.started pending running',
    'task.review running review',
    'task.completed review done',
    'task.deleted done done',
  ])
})

test('a deletion is an event with all that the task was; one that is refused is none', async () => {
  const { id } = await finishCommand(server, 'exit 3')
  const [failed] = await client.activity.list({ taskId: id, type: 'task.failed' })
  await client.tasks.delete(id)
  await assert.rejects(client.tasks.delete(id), { code: 'task_not_found' })
  const deleted = await client.activity.list({ taskId: id, type: 'task.deleted' })
  assert.deepEqual(
    deleted.map(({ payload }) => payload),
    [{ ...failed?.payload, from: 'failed' }],
  )

  const pending = await client.tasks.create({ type: 'command', content: 'true', desktopId })
  await assert.rejects(client.tasks.delete(pending.id), { code: 'status_conflict' })
  assert.deepEqual(await courseOf(pending.id), ['task.created null pending'])
})

test('a run that waits for a place says so, and when its turn has come; another does not', async (t) => {
  const { desktop, dir } = await startDesktop(t, server, 'single', {
    MISSION_CONTROL_CONCURRENCY: '1',
  })
  const go = join(temporaryFolder(t), 'go')
  const there = { desktopId: desktop.id }
  const first = await runCommand(server, untilThere(go), there)
  const second = await runCommand(server, `touch second; ${untilThere(`${go}-too`)}`, there)
  const third = await runCommand(server, 'true', there)
  const queued = ['task.created null pending', 'task.started pending running']
  queued.push('task.queued running running queued')
  await waitFor('the third to be queued', async () => (await courseOf(third.id)).length === 3)
  assert.deepEqual(await courseOf(first.id), queued.slice(0, 2))
  assert.deepEqual(await courseOf(second.id), queued)

  await client.tasks.cancel(third.id)
  await ended(client, third.id)
  writeFileSync(go, '')
  await waitFor('the second to start', () => existsSync(join(dir, 'work/second')))
  const dequeued = [...queued, 'task.dequeued running running']
  await waitFor('its event', async () => (await courseOf(second.id)).length === dequeued.length)
  assert.deepEqual(await courseOf(second.id), dequeued)
  assert.equal((await client.tasks.get(second.id)).status, 'running')

  writeFileSync(`${go}-too`, '')
  assert.equal((await ended(client, second.id)).status, 'done')
  assert.deepEqual(await courseOf(second.id), [...dequeued, 'task.completed running done'])
  // Cancelled in the queue: its turn never came.
  assert.deepEqual(await courseOf(third.id), [...queued, 'task.cancelled running cancelled'])
})

test('a run for a desktop that is away says that it waits for it', async (t) => {
  const { desktop, program } = await startDesktop(t, server, 'away')
  program.child.kill('SIGKILL')
  await program.exited
  const accepted = await waitFor('the loss of the connection to show', async () => {
    const { id } = await runCommand(server, 'true', { desktopId: desktop.id })
    const [, started] = await courseOf(id)
    return started?.includes('desktop_offline') && started
  })
  assert.equal(accepted, 'task.started pending running desktop_offline')
})

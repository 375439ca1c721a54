import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addUsage } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { finishPrompt } from '../setup/prompts.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { finishCommand, runCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client, desktopId } = server

test('before anything has happened all counts are zero and nothing is made up', async () => {
  const { tasks, activeDesktops, ...rest } = await client.overview.get()
  const none = { pending: 0, running: 0, review: 0, done: 0, failed: 0, cancelled: 0 }
  assert.deepEqual(tasks, none)
  assert.equal(activeDesktops, 1)
  assert.equal(rest.completionRate24h, null)
  assert.equal(rest.averageDurationMs24h, null)
  assert.equal(rest.throughput24h, 0)
  assert.equal(rest.usage24h, null)
})

test('resources are the load of the running desktops', async () => {
  const { resources } = await client.overview.get()
  const { metrics } = await client.desktops.get(desktopId)
  assert.ok(metrics)
  const { used, total, percent } = resources.memory
  assert.ok(resources.cpu >= 0 && resources.cpu <= 100)
  assert.equal(total, metrics.memory.total)
  assert.ok(used > 0 && used < total)
  assert.ok(Math.abs(percent - (100 * used) / total) <= 0.05)
})

test('each task counts in its status, and moves with it', async () => {
  const command = { type: 'command' as const, content: 'true', desktopId }
  const [pending, cancelled] = await client.tasks.createBatch({ tasks: [command, command] })
  await client.tasks.cancel(cancelled!.id)
  for (let i = 0; i < 3; i++) await finishCommand(server, 'sleep 0.01')
  await finishCommand(server, 'exit 1')
  const gated = await finishCommand(server, 'true', { requiresApproval: true })
  const running = await runCommand(server, 'sleep 1000')

  const before = await client.overview.get()
  const counts = { pending: 1, running: 1, review: 1, done: 3, failed: 1, cancelled: 1 }
  assert.deepEqual(before.tasks, counts)
  assert.equal(before.throughput24h, 4)
  assert.equal(before.completionRate24h, 75)
  assert.ok((before.averageDurationMs24h ?? 0) > 0)

  await client.tasks.review(gated.id, { decision: 'approve' })
  await client.tasks.cancel(pending!.id)
  await client.tasks.cancel(running.id)
  await waitFor('the cancel', async () => {
    const { tasks } = await client.overview.get()
    return tasks.cancelled === 3 && tasks
  })
  const after = await client.overview.get()
  const moved = { pending: 0, running: 0, review: 0, done: 4, failed: 1, cancelled: 3 }
  assert.deepEqual(after.tasks, moved)
  assert.equal(after.throughput24h, 5)
  assert.equal(after.completionRate24h, 80)

  await client.tasks.delete(cancelled!.id)
  assert.equal((await client.overview.get()).tasks.cancelled, 2)
})

test('only running desktops are active and lend their memory', async (t) => {
  await client.desktops.create({ name: 'never connected' })
  const one = await client.overview.get()
  assert.equal(one.activeDesktops, 1)

  const second = await startDesktop(t, server, 'second')
  const two = await client.overview.get()
  assert.equal(two.activeDesktops, 2)
  assert.equal(two.resources.memory.total, 2 * one.resources.memory.total)

  second.program.child.kill('SIGTERM')
  await second.program.exited
  const left = await waitFor('one active desktop', async () => {
    const now = await client.overview.get()
    return now.activeDesktops === 1 && now
  })
  assert.equal(left.resources.memory.total, one.resources.memory.total)
})

test('the answer says where the log was', async () => {
  const answer = await server.request('/api/mission-control/overview')
  const [newest] = await client.activity.list({ limit: 1 })
  assert.equal(answer.headers.get('activity-cursor'), `${newest?.id}`)
})

test('what agents have used in a day adds up, over prompts that wait for a judgement as well', async (t) => {
  const model = await ModelServer.start(t)
  const other = await startServer(t, model.environment('chat'))
  const task = await finishPrompt(other, 'one')
  const gated = await finishPrompt(other, 'two', { requiresApproval: true })
  assert.deepEqual([task.status, gated.status], ['done', 'review'])
  assert.ok(task.usage && gated.usage)
  const { usage24h } = await other.client.overview.get()
  assert.deepEqual(usage24h, addUsage(task.usage, gated.usage))
  assert.equal(usage24h?.steps, 2)
})

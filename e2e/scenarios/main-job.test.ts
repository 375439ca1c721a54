import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitForTask } from '@mission-control/client'
import { wholeFile } from '../setup/cleanup.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, runCommand, untilThere } from '../setup/tasks.ts'

const server = await startServer(wholeFile)
const { client, desktopId } = server

test('a command is created, run, watched and done', async () => {
  const task = await client.tasks.create({ type: 'command', content: 'echo hello', desktopId })
  assert.equal(task.status, 'pending')
  assert.equal(task.startedAt, null)

  const stream = client.activity.stream({ after: 0, signal: AbortSignal.timeout(60_000) })
  const seen: string[] = []
  const running = await client.tasks.run(task.id)
  assert.equal(running.status, 'running')
  assert.notEqual(running.startedAt, null)

  for await (const { event } of stream) {
    if (!('taskId' in event.payload)) continue
    seen.push(event.type === 'task.output' ? `output ${event.payload.data}` : event.type)
    if (event.type === 'task.completed') break
  }
  assert.deepEqual(
    seen.filter((type) => type !== 'output hello\n'),
    ['task.created', 'task.started', 'task.completed'],
  )

  const done = await client.tasks.get(task.id)
  assert.equal(done.status, 'done')
  assert.equal(done.exitCode, 0)
  assert.equal(done.error, null)
  assert.deepEqual(
    (await client.tasks.output(task.id)).map(({ seq, stream, data }) => ({ seq, stream, data })),
    [{ seq: 1, stream: 'stdout', data: 'hello\n' }],
  )
})

test('output arrives while the command runs', async () => {
  const stream = client.activity.stream({ after: 0, signal: AbortSignal.timeout(60_000) })
  const task = await runCommand(server, `${untilThere('watched')}; echo first; sleep 1000`)
  let output: string | null = null
  for await (const { event } of stream) {
    if (!('taskId' in event.payload) || event.payload.taskId !== task.id) continue
    // Output is live only: what comes before the stream is open isn't told in it.
    if (event.type === 'task.started') await runCommand(server, 'touch watched')
    if (event.type !== 'task.output') continue
    output = event.payload.data
    break
  }
  assert.equal(output, 'first\n')
  assert.equal((await client.tasks.get(task.id)).status, 'running')
})

test('a success that needs approval waits in review, and approving makes it done', async () => {
  const task = await finishCommand(server, 'echo result', { requiresApproval: true })
  assert.equal(task.status, 'review')
  assert.equal(task.completedAt, null)

  const [approval, ...others] = await client.approvals.list()
  assert.equal(others.length, 0)
  assert.equal(approval?.taskId, task.id)
  assert.equal(approval?.status, 'pending')
  assert.deepEqual(approval?.task, {
    id: task.id,
    type: 'command',
    content: 'echo result',
    desktopId: task.desktopId,
  })

  const done = await client.tasks.review(task.id, { decision: 'approve' })
  assert.equal(done.status, 'done')
  assert.notEqual(done.completedAt, null)
  assert.deepEqual(await client.approvals.list(), [])
})

test('rejecting by the approval fails the task with the feedback', async () => {
  const task = await finishCommand(server, 'true', { requiresApproval: true })
  const [approval] = await client.approvals.list()
  const resolved = await client.approvals.resolve(approval!.id, {
    decision: 'reject',
    feedback: 'not before the release',
  })
  assert.equal(resolved.status, 'rejected')
  assert.equal(resolved.feedback, 'not before the release')
  assert.match(resolved.resolvedBy ?? '', /^user_/)
  const failed = await client.tasks.get(task.id)
  assert.equal(failed.status, 'failed')
  assert.equal(failed.error?.code, 'rejected')
  assert.equal(failed.feedback, 'not before the release')
})

test('a gated task that fails goes straight to failed', async () => {
  const task = await finishCommand(server, 'exit 3', { requiresApproval: true })
  assert.equal(task.status, 'failed')
  assert.equal(task.exitCode, 3)
  assert.equal(task.error?.code, 'exit_nonzero')
  assert.deepEqual(await client.approvals.list(), [])
})

test('the setting gates new tasks and those that finish while it is on', async () => {
  const early = await runCommand(server, 'until test -e go; do sleep 0.05; done')
  assert.equal(early.requiresApproval, false)

  assert.equal((await client.settings.update({ requireApproval: true })).requireApproval, true)
  const later = await client.tasks.create({ type: 'command', content: 'touch go', desktopId })
  assert.equal(later.requiresApproval, true)
  await client.tasks.run(later.id)

  for (const { id } of [early, later]) {
    const task = await ended(client, id)
    assert.equal(task.status, 'review')
    assert.equal(task.requiresApproval, true)
  }
  assert.equal((await client.approvals.list()).length, 2)

  await client.settings.update({ requireApproval: false })
  const free = await finishCommand(server, 'true')
  assert.equal(free.status, 'done')
  assert.equal((await waitForTask(client, free.id)).requiresApproval, false)
})

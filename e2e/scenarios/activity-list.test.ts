import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ActivityEntry, Task } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand, runCommand } from '../setup/tasks.ts'

const server = await startServer(wholeFile)
const { client, desktopId } = server
const ACTIVITY = '/api/mission-control/activity'

const done = await finishCommand(server, 'echo first line\necho second line')
const failed = await finishCommand(server, 'exit 7')
const gated = await finishCommand(server, 'true', { requiresApproval: true })
await client.tasks.review(gated.id, { decision: 'reject', feedback: 'no' })
const { id: stopped } = await runCommand(server, 'sleep 1000')
await client.tasks.cancel(stopped)
const cancelled = await ended(client, stopped)

const all = await client.activity.list({ after: 0 })
const eventsOf = ({ id }: Task) => all.filter((entry) => entry.payload && taskOf(entry) === id)
const taskOf = ({ payload }: ActivityEntry) => ('taskId' in payload ? payload.taskId : null)
const typesOf = (entries: ActivityEntry[]) => entries.map(({ type }) => type)

test('each course of a task leaves exactly its own events', () => {
  const start = ['task.created', 'task.started']
  assert.deepEqual(typesOf(eventsOf(done)), [...start, 'task.completed'])
  assert.deepEqual(typesOf(eventsOf(failed)), [...start, 'task.failed'])
  assert.deepEqual(typesOf(eventsOf(cancelled)), [...start, 'task.cancelled'])
  assert.deepEqual(typesOf(eventsOf(gated)), [
    ...start,
    'task.review',
    'approval.created',
    'approval.resolved',
    'task.failed',
  ])
})

test('entries are numbered without gaps from the first one, which is the desktop’s start', () => {
  assert.deepEqual(
    all.map(({ id }) => id),
    all.map((_, i) => i + 1),
  )
  const [first] = all
  assert.equal(first?.type, 'desktop.started')
  const { name } = first.payload as { name: string }
  assert.deepEqual(first.payload, { desktopId, name, status: 'running' })
  for (const entry of all) {
    assert.deepEqual(Object.keys(entry).toSorted(), ['actor', 'at', 'id', 'payload', 'type'])
    assert.match(entry.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  }
})

test('a payload holds the task as far as it had come', () => {
  const [created, started, completed] = eventsOf(done).map(({ payload }) => payload)
  const { id: taskId, createdAt, startedAt, processStartedAt, processEndedAt, completedAt } = done
  const common = { taskId, desktopId, type: 'command', summary: 'echo first line', createdAt }
  const { createdBy, startedBy } = done
  const base = { ...common, requiresApproval: false, createdBy }
  assert.deepEqual(created, { ...base, status: 'pending', from: null })
  assert.deepEqual(started, { ...base, status: 'running', from: 'pending', startedAt, startedBy })
  const moments = { startedAt, startedBy, processStartedAt, processEndedAt, completedAt }
  const end = { ...base, status: 'done', from: 'running', ...moments, exitCode: 0 }
  assert.deepEqual(completed, end)
})

test('a failure says why, a cancellation since when', () => {
  const failure = eventsOf(failed).at(-1)?.payload as Record<string, unknown>
  assert.deepEqual(failure.error, failed.error)
  assert.equal(failure.exitCode, 7)
  const cancellation = eventsOf(cancelled).at(-1)?.payload as Record<string, unknown>
  assert.equal(cancellation.cancelRequestedAt, cancelled.cancelRequestedAt)
  assert.equal(cancellation.completedAt, cancelled.completedAt)
  assert.equal('error' in cancellation, false)
})

test('approval events name the approval, its task and its status', () => {
  const [created, resolved] = eventsOf(gated)
    .filter(({ type }) => type.startsWith('approval.'))
    .map(({ payload }) => payload as Record<string, unknown>)
  const { approvalId, createdAt } = created!
  const base = { approvalId, kind: 'result', taskId: gated.id, desktopId, createdAt }
  assert.deepEqual(created, { ...base, status: 'pending' })
  const { resolvedAt, resolvedBy, resolver } = resolved!
  const end = { ...base, status: 'rejected', resolvedAt, resolvedBy, resolver, feedback: 'no' }
  assert.deepEqual(resolved, end)
  assert.match(`${resolvedBy}`, /^user_/)
  assert.deepEqual(resolver, gated.createdBy)
})

test('the list is a bare array: newest first, with after oldest first', async () => {
  const answer = await server.request(ACTIVITY)
  assert.deepEqual(await answer.json(), all.toReversed())
  assert.deepEqual(await client.activity.list({ after: 3 }), all.slice(3))
  assert.deepEqual(await client.activity.list({ after: all.length }), [])
  assert.deepEqual(await client.activity.list({ after: 9_999_999 }), [])
})

test('before, limit and after cut the list', async () => {
  assert.deepEqual(await client.activity.list({ before: 4 }), all.slice(0, 3).toReversed())
  assert.deepEqual(await client.activity.list({ limit: 2 }), all.slice(-2).toReversed())
  assert.deepEqual(await client.activity.list({ after: 2, limit: 2 }), all.slice(2, 4))
  assert.deepEqual(await client.activity.list({ after: 2, before: 5 }), all.slice(2, 4))
  assert.deepEqual(await client.activity.list({ before: 1 }), [])
  assert.deepEqual(await client.activity.list({ before: 0 }), [])
})

test('type, taskId and desktopId filter, and narrow one another', async () => {
  const completed = all.filter(({ type }) => type === 'task.completed')
  assert.deepEqual(await client.activity.list({ after: 0, type: 'task.completed' }), completed)
  assert.deepEqual(await client.activity.list({ after: 0, taskId: gated.id }), eventsOf(gated))
  assert.deepEqual(await client.activity.list({ after: 0, desktopId }), all)
  const both = await client.activity.list({ taskId: done.id, type: 'task.failed' })
  assert.deepEqual(both, [])
  assert.deepEqual(await client.activity.list({ type: 'task.queued' }), [])
})

test('a summary is the first line, and at most 200 characters of it', async () => {
  const content = `\n  ${'é'.repeat(300)}\nrm -rf /nothing`
  const { id } = await client.tasks.create({ type: 'command', content, desktopId })
  const [entry] = await client.activity.list({ taskId: id })
  assert.ok(entry?.type === 'task.created')
  assert.equal(entry.payload.summary, `${'é'.repeat(199)}…`)
})

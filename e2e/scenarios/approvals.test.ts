import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Approval, Task } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { ACTIVITY, openStream } from '../setup/event-stream.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'
import { ended, finishCommand } from '../setup/tasks.ts'

const server = await startServer(wholeFile)
const { client, desktopId } = server
const MC = '/api/mission-control'
const finishGated = (content = 'true') => finishCommand(server, content, { requiresApproval: true })

async function approvalOf({ id }: Task): Promise<Approval> {
  const approval = (await client.approvals.list()).find(({ taskId }) => taskId === id)
  assert.ok(approval, `there is no pending approval of ${id}`)
  return approval
}

const resolve = async (id: string, json: unknown) =>
  await server.request(`${MC}/approvals/${id}/resolve`, { method: 'POST', json })

test('the list holds what waits for a judgement, newest first, with its task', async () => {
  const older = await finishGated('echo older')
  const newer = await finishGated('echo newer')
  await finishCommand(server, 'echo free')
  await finishGated('exit 1')
  const answer = await server.request(`${MC}/approvals`)
  const list = (await answer.json()) as Approval[]
  assert.deepEqual(
    list.map(({ taskId }) => taskId),
    [newer.id, older.id],
  )
  const [first] = list
  assert.match(first!.id, /^approval_/)
  const { id, createdAt } = first!
  assert.deepEqual(first, {
    id,
    taskId: newer.id,
    kind: 'result',
    status: 'pending',
    createdAt,
    resolvedAt: null,
    resolvedBy: null,
    resolver: null,
    feedback: null,
    approvals: { required: 1, given: 0, votes: [] },
    request: null,
    task: { id: newer.id, type: 'command', content: 'echo newer', desktopId },
  })
})

test('the record is born with the review: both in one step of the log, and the list at its cursor', async (t) => {
  const { cursor: before } = await client.tasks.listWithCursor({ limit: 1 })
  const task = await finishGated()
  const events = await client.activity.list({ after: before ?? 0, taskId: task.id })
  assert.deepEqual(
    events.map(({ type }) => type),
    ['task.created', 'task.started', 'task.review', 'approval.created'],
  )
  const answer = await server.request(`${MC}/approvals`)
  const cursor = Number(answer.headers.get('activity-cursor'))
  assert.equal(cursor, events.at(-1)?.id)
  const approval = await approvalOf(task)
  const stream = await openStream(t, server, ACTIVITY, cursor)
  await resolve(approval.id, { decision: 'approve' })
  assert.equal((await stream.nextData()).data.type, 'approval.resolved')
})

test('no approval before the task is in review, and none for a free one', async () => {
  const before = await client.approvals.list()
  await client.tasks.create({ type: 'command', content: 'x', desktopId, requiresApproval: true })
  await finishCommand(server, 'true')
  assert.deepEqual(await client.approvals.list(), before)
})

for (const [decision, status, becomes] of [
  ['approve', 'approved', 'done'],
  ['reject', 'rejected', 'failed'],
] as const) {
  test(`to ${decision} answers the ${status} approval, and the task is ${becomes}`, async () => {
    const task = await finishGated()
    const pending = await approvalOf(task)
    const answer = await resolve(pending.id, { decision, feedback: 'as seen' })
    assert.equal(answer.status, 200)
    const resolved = (await answer.json()) as Approval
    const { resolvedAt, resolvedBy, resolver } = resolved
    const vote = {
      userId: resolvedBy,
      name: 'Owner',
      decision,
      at: resolvedAt,
      feedback: 'as seen',
    }
    const approvals = { required: 1, given: decision === 'approve' ? 1 : 0, votes: [vote] }
    assert.deepEqual(resolved, {
      ...pending,
      ...{ approvals, status, resolvedAt, resolvedBy, resolver, feedback: 'as seen' },
    })
    assert.match(resolvedBy ?? '', /^user_/)
    assert.equal(resolver?.kind, 'key')

    const ended = await client.tasks.get(task.id)
    assert.equal(ended.status, becomes)
    assert.equal(ended.completedAt, resolvedAt)
    assert.equal(ended.feedback, 'as seen')
    assert.equal(ended.error?.code ?? null, decision === 'reject' ? 'rejected' : null)
    assert.ok((await client.approvals.list()).every(({ id }) => id !== pending.id))
  })

  test(`what is ${status} cannot be judged again, by neither door`, async () => {
    const task = await finishGated()
    const { id } = await approvalOf(task)
    await client.approvals.resolve(id, { decision })
    const ended = await client.tasks.get(task.id)
    for (const again of ['approve', 'reject']) {
      await assertProblem(await resolve(id, { decision: again }), 'status_conflict')
      const review = { method: 'POST', json: { decision: again } }
      const answer = await server.request(`${MC}/tasks/${task.id}/review`, review)
      await assertProblem(answer, 'status_conflict')
    }
    assert.deepEqual(await client.tasks.get(task.id), ended)
  })
}

test('a review of the task resolves the approval as well', async () => {
  const task = await finishGated()
  const { id } = await approvalOf(task)
  const answer = await client.tasks.review(task.id, { decision: 'reject', feedback: 'too slow' })
  assert.equal(answer.status, 'failed')
  await assertProblem(await resolve(id, { decision: 'approve' }), 'status_conflict')
  const [event] = await client.activity.list({ type: 'approval.resolved', taskId: task.id })
  assert.ok(event?.type === 'approval.resolved')
  assert.equal(event.payload.approvalId, id)
  assert.equal(event.payload.status, 'rejected')
  assert.equal(event.payload.feedback, 'too slow')
})

test('feedback may be left out, and is kept to the letter', async () => {
  const silent = await finishGated()
  await client.tasks.review(silent.id, { decision: 'approve' })
  assert.equal((await client.tasks.get(silent.id)).feedback, null)

  const feedback = `two\nlines, "quotes" & 😀 ${'x'.repeat(9_000)}`
  const task = await finishGated()
  const { id } = await approvalOf(task)
  assert.equal(
    (await client.approvals.resolve(id, { decision: 'reject', feedback })).feedback,
    feedback,
  )
  assert.equal((await client.tasks.get(task.id)).feedback, feedback)
})

test('what the seed lists never holds permissions; they are asked for by name', async () => {
  const task = await finishGated()
  const { id } = await approvalOf(task)
  const results = await client.approvals.list({ kind: 'result' })
  assert.deepEqual(results, await client.approvals.list())
  assert.deepEqual(await client.approvals.list({ kind: 'all' }), results)
  assert.ok(results.some((approval) => approval.id === id))
  assert.deepEqual(await client.approvals.list({ kind: 'permission' }), [])
})

test('a task in review that is left alone stays there', async () => {
  const task = await finishGated()
  await finishCommand(server, 'true')
  assert.deepEqual(await client.tasks.get(task.id), task)
})

test('the setting is off at first; what is left out stays', async () => {
  const rest = {
    agentFrom: null,
    approvalQuorum: 1,
    approvalReminderSeconds: null,
    approveOwn: true,
    approverRole: 'approver',
    permissionTimeoutSeconds: 600,
  }
  const settings = `${MC}/settings`
  assert.deepEqual(await (await server.request(settings)).json(), {
    ...rest,
    requireApproval: false,
  })
  const patch = async (json: unknown) => {
    const answer = await server.request(settings, { method: 'PATCH', json })
    assert.equal(answer.status, 200)
    return await answer.json()
  }
  assert.deepEqual(await patch({ requireApproval: true }), { ...rest, requireApproval: true })
  assert.deepEqual(await patch({}), { ...rest, requireApproval: true })
  assert.deepEqual(await patch({ unknown: 1 }), { ...rest, requireApproval: true })
  assert.deepEqual(await client.settings.get(), { ...rest, requireApproval: true })
  assert.deepEqual(await patch({ requireApproval: false }), { ...rest, requireApproval: false })
})

test('while the setting is on, every new task shows that it is gated, whatever its own flag says', async () => {
  await client.settings.update({ requireApproval: true })
  const own = { type: 'command' as const, content: 'true', desktopId, requiresApproval: false }
  const tasks = await client.tasks.createBatch({ tasks: [own, own] })
  tasks.push(await client.tasks.create(own))
  await client.settings.update({ requireApproval: false })
  assert.deepEqual(
    tasks.map((task) => task.requiresApproval),
    [true, true, true],
  )
  // What was promised then holds later.
  const [first] = tasks
  await client.tasks.run(first!.id)
  const stream = client.activity.stream({ after: 0 })
  for await (const { event } of stream) {
    if (event.type === 'task.review' && event.payload.taskId === first!.id) break
  }
  assert.equal((await client.tasks.create(own)).requiresApproval, false)
})

test('a long list comes whole and in order, in pages and without; each page says where the next is', async () => {
  const task = { type: 'command', content: 'true', desktopId, requiresApproval: true } as const
  const created = await client.tasks.createBatch({ tasks: Array(120).fill(task), run: true })
  await Promise.all(created.map(({ id }) => ended(client, id)))
  const all = await client.approvals.list({ kind: 'all' })
  assert.ok(all.length > 120)
  assert.deepEqual(
    all
      .map(({ id }) => id)
      .toSorted()
      .toReversed(),
    all.map(({ id }) => id),
  )
  for (const limit of [7, 100]) {
    const pages: Approval[][] = []
    for await (const page of client.approvals.pages({ kind: 'result', limit })) pages.push(page)
    assert.ok(pages.slice(0, -1).every(({ length }) => length === limit))
    assert.deepEqual(pages.flat(), all)
  }
  const answer = await server.request(`${MC}/approvals?kind=result&limit=3`)
  const next = `<${server.url}${MC}/approvals?limit=3&cursor=${all[2]!.id}&kind=result>; rel="next"`
  assert.equal(answer.headers.get('link'), next)
  assert.ok(answer.headers.get('activity-cursor'))
  assert.deepEqual(await client.approvals.list({ kind: 'permission', limit: 5 }), [])
  await assertProblem(await server.request(`${MC}/approvals?limit=0`), 'invalid_request')
})

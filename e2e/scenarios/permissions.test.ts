/** What an agent asks, and what a person answers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answersOf, askingRuns, READY, wish } from '../setup/asking-runs.ts'
import { BareRunner } from '../setup/bare-runner.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'
import { addStranger } from '../setup/stranger.ts'
import { finishCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client } = server
const { startRun, openOf, ask, eventsOf, resolve } = askingRuns(server)

test('what an agent asks is an approval of its own kind, which the seed’s list does not hold', async (t) => {
  const run = await startRun(t)
  assert.deepEqual(run.runner.all('prompt')[0]?.rules, [])
  const approval = await ask(run)
  const { createdAt } = approval
  assert.deepEqual(approval, {
    id: approval.id,
    taskId: run.taskId,
    kind: 'permission',
    status: 'pending',
    createdAt,
    resolvedAt: null,
    resolvedBy: null,
    resolver: null,
    feedback: null,
    approvals: null,
    request: {
      tool: 'shell',
      title: 'rm -r build',
      input: { command: 'rm -r build' },
      options: ['once', 'always', 'no'],
      expiresAt: new Date(Date.parse(createdAt) + 600_000).toISOString(),
    },
    task: { id: run.taskId, type: 'prompt', content: 'clean up', desktopId: run.desktop.id },
  })
  assert.deepEqual(await client.approvals.list(), [])
  assert.ok((await client.approvals.list({ kind: 'all' })).some(({ id }) => id === approval.id))
  const { board } = await client.board.get()
  // The board names it; what it is about is asked for where it is shown.
  const named = { id: approval.id, taskId: run.taskId, createdAt }
  assert.deepEqual([board.approvals, board.permissions], [[], [named]])
})

test('the task, its card and the events say that it waits, and when it waits no more', async (t) => {
  const run = await startRun(t)
  await waitFor('its start', async () => (await client.tasks.get(run.taskId)).waiting === null)
  for (const id of ['1', '2']) run.runner.says(wish(run, `rm ${id}`, id))
  const [first, second] = await openOf(run, 2)
  const waiting = async () => {
    const { board } = await client.board.get()
    const card = board.columns.running.find(({ id }) => id === run.taskId)
    const task = await client.tasks.get(run.taskId)
    const listed = (await client.tasks.list()).find(({ id }) => id === run.taskId)
    assert.deepEqual([card?.waiting, listed?.waiting], [task.waiting, task.waiting])
    return task.waiting
  }
  assert.equal(await waiting(), 'permission')
  await client.approvals.resolve(first!.id, { decision: 'approve' })
  assert.equal(await waiting(), 'permission')
  await client.approvals.resolve(second!.id, { decision: 'reject', feedback: 'not that' })
  assert.equal(await waiting(), null)
  assert.deepEqual(
    (await eventsOf(run)).map(({ payload: { kind, status, title, waiting, feedback } }) => {
      return { kind, status, title, waiting, feedback }
    }),
    [
      ['pending', 'rm 1', 'permission', undefined],
      ['pending', 'rm 2', 'permission', undefined],
      ['approved', 'rm 1', 'permission', undefined],
      ['rejected', 'rm 2', null, 'not that'],
    ].map(([status, title, waiting, feedback]) => {
      return { kind: 'permission', status, title, waiting, feedback }
    }),
  )
})

test('the answer reaches the agent, once, with its words', async (t) => {
  const run = await startRun(t)
  const { id } = await ask(run)
  const resolved = await client.approvals.resolve(id, { decision: 'reject', feedback: 'Keep it.' })
  assert.deepEqual([resolved.status, resolved.feedback], ['rejected', 'Keep it.'])
  assert.ok(resolved.resolvedAt && resolved.resolvedBy)
  const answer = await run.runner.hears('permissionAnswer')
  assert.deepEqual(answer, {
    type: 'permissionAnswer',
    runId: run.runId,
    requestId: '1',
    allowed: false,
    always: false,
    feedback: 'Keep it.',
  })
  assert.equal((await client.tasks.get(run.taskId)).status, 'running')
  await assertProblem(await resolve(id, { decision: 'approve' }), 'status_conflict')
})

test('of two answers at the same time one counts, the other is a conflict', async (t) => {
  const run = await startRun(t)
  const { id } = await ask(run)
  const answers = await Promise.all(
    ['approve', 'reject', 'approve'].map((decision) => resolve(id, { decision })),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409])
  await run.runner.hears('permissionAnswer')
  run.runner.says(wish(run, 'rm other', '2'))
  await openOf(run)
  assert.equal(answersOf(run).length, 1)
})

test('a request that is said again is the same one; an answered one gets the same answer again', async (t) => {
  const run = await startRun(t)
  const { id } = await ask(run)
  run.runner.says(wish(run, 'rm -r build'))
  run.runner.says(wish(run, 'rm other', '2'))
  assert.equal((await openOf(run, 2)).filter((approval) => approval.id === id).length, 1)
  await run.runner.close()
  await client.approvals.resolve(id, { decision: 'approve' })

  const before = {
    lastDispatch: run.dispatch,
    runs: [{ runId: run.runId, dispatch: run.dispatch }],
  }
  const again = await BareRunner.connect(t, server, run.desktop, 3, READY, before)
  assert.equal(again.all('permissionAnswer').length, 0)
  again.says(wish(run, 'rm -r build'))
  const { requestId, allowed } = await again.hears('permissionAnswer')
  assert.deepEqual([requestId, allowed], ['1', true])
  const [other] = await openOf(run)
  assert.equal(other?.request?.title, 'rm other')
})

test('an answer that the agent does not take is refused, and nothing has happened', async (t) => {
  const run = await startRun(t)
  run.runner.says({ ...wish(run, 'x'.repeat(9_000)), subject: null, options: ['once', 'no'] })
  const [approval] = await openOf(run)
  for (const decision of ['approve', 'reject']) {
    const answer = await resolve(approval!.id, { decision, remember: true })
    await assertProblem(answer, 'status_conflict')
  }
  assert.deepEqual(await openOf(run), [approval])
  assert.deepEqual(await client.desktops.permissionRules(run.desktop.id), [])
  await client.approvals.resolve(approval!.id, { decision: 'approve' })

  const full = Array.from(
    { length: 200 },
    (_, i) => ({ tool: 'shell', pattern: `p${i}`, decision: 'ask' }) as const,
  )
  await client.desktops.setPermissionRules(run.desktop.id, full)
  run.runner.says(wish(run, 'rm x', '2'))
  const [other] = await openOf(run)
  const refused = await resolve(other!.id, { decision: 'approve', remember: true })
  const { detail } = await assertProblem(refused, 'status_conflict')
  assert.match(detail, /has 200 rules, which is the limit/)
  await client.approvals.resolve(other!.id, { decision: 'approve' })
})

test('nobody else sees it or answers it', async (t) => {
  const run = await startRun(t)
  const { id } = await ask(run)
  const stranger = await addStranger(server)
  assert.deepEqual(await stranger.approvals.list({ kind: 'all' }), [])
  await assert.rejects(stranger.approvals.resolve(id, { decision: 'approve' }), { status: 404 })
  await openOf(run)
})

test('a question that was cut, or is too long for a person, is put to nobody and answered with a no', async (t) => {
  const run = await startRun(t)
  const deep = Array.from({ length: 100 }).reduce<unknown>((inner) => [inner], 'rm -r z')
  const inputs = [
    { command: 'rm -r a\n… 90210 characters left out …\n; rm -r z' },
    { command: `${'x'.repeat(140_000)}; rm -r z` },
    { command: `${'x'.repeat(400_000)}; rm -r z` },
    deep,
  ]
  for (const [at, input] of inputs.entries()) {
    run.runner.says({ ...wish(run, 'rm -r a', `${at}`), input, subject: null })
  }
  await waitFor('the answers', () => answersOf(run).length === inputs.length)
  for (const { allowed, feedback } of answersOf(run)) {
    assert.equal(allowed, false)
    assert.match(feedback!, /Nobody can allow what they can’t see/)
  }
  await openOf(run, 0)
})

test('of a result nothing has changed: remember means nothing, and no request is there', async () => {
  const task = await finishCommand(server, 'true', { requiresApproval: true })
  const [approval] = await client.approvals.list()
  assert.deepEqual([approval?.taskId, approval?.kind, approval?.request], [task.id, 'result', null])
  await client.approvals.resolve(approval!.id, { decision: 'approve', remember: true })
  assert.equal((await client.tasks.get(task.id)).status, 'done')
  const [created, resolved] = await eventsOf({ taskId: task.id })
  for (const event of [created, resolved]) {
    assert.equal(event?.payload.kind, 'result')
    assert.ok(!('title' in event!.payload) && !('waiting' in event!.payload))
  }
})

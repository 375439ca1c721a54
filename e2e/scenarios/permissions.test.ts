import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { ActivityEntry, Approval, CreatedDesktop } from '@mission-control/protocol'
import type { UpOf } from '@mission-control/protocol/runner'
import { BareRunner } from '../setup/bare-runner.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'
import { addStranger } from '../setup/stranger.ts'
import { finishCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client } = server
const MC = '/api/mission-control'
const READY = { kind: 'builtin', model: 'm', ready: true, problem: null } as const

interface Run {
  desktop: CreatedDesktop
  runner: BareRunner
  taskId: string
  runId: string
  dispatch: number
}

/** A prompt that runs on a desktop of its own, whose runner says what the test wants. */
async function startRun(t: TestContext): Promise<Run> {
  const desktop = await client.desktops.create({ name: 'asking' })
  const runner = await BareRunner.connect(t, server, desktop, 3, READY)
  return { desktop, runner, ...(await nextRun(desktop, runner)) }
}

async function nextRun(desktop: CreatedDesktop, runner: BareRunner) {
  const prompt = { type: 'prompt', content: 'clean up', desktopId: desktop.id } as const
  const { id: taskId } = await client.tasks.create(prompt)
  await client.tasks.run(taskId)
  const { runId, dispatch } = await waitFor('the prompt', () =>
    runner.all('prompt').find((prompt) => prompt.taskId === taskId),
  )
  runner.says({ type: 'started', runId, at: Date.now() })
  return { taskId, runId, dispatch }
}

function wish({ runId }: Pick<Run, 'runId'>, command: string, requestId = '1'): UpOf<'permission'> {
  return {
    type: 'permission',
    runId,
    requestId,
    at: Date.now(),
    tool: 'shell',
    title: command,
    input: { command },
    subject: { kind: 'command', forms: [command] },
    options: ['once', 'always', 'no'],
  }
}

async function openOf({ taskId }: Pick<Run, 'taskId'>, count = 1): Promise<Approval[]> {
  return await waitFor(`${count} open permissions`, async () => {
    const all = await client.approvals.list({ kind: 'permission' })
    const open = all.filter((approval) => approval.taskId === taskId)
    return open.length === count && open
  })
}

async function ask(run: Run, command = 'rm -r build'): Promise<Approval> {
  run.runner.says(wish(run, command))
  const [approval] = await openOf(run)
  return approval!
}

async function eventsOf({ taskId }: Pick<Run, 'taskId'>) {
  const events = await client.activity.list({ taskId, after: 0 })
  return events.filter((entry): entry is Extract<ActivityEntry, { type: `approval.${string}` }> =>
    entry.type.startsWith('approval.'),
  )
}

const answersOf = ({ runner, runId }: Pick<Run, 'runner' | 'runId'>) =>
  runner.all('permissionAnswer').filter((answer) => answer.runId === runId)

const resolve = (id: string, json: unknown) =>
  server.request(`${MC}/approvals/${id}/resolve`, { method: 'POST', json })

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
    feedback: null,
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
  const [second, first] = await openOf(run, 2)
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

test('what is remembered is a rule in front, and decides at once what waits for the same', async (t) => {
  const run = await startRun(t)
  const rules = [{ tool: 'shell', pattern: 'git *', decision: 'ask' as const }]
  await client.desktops.setPermissionRules(run.desktop.id, rules)
  const other = await nextRun(run.desktop, run.runner)
  run.runner.says(wish(run, 'git push *'))
  run.runner.says(wish(other, 'git push *'))
  run.runner.says(wish(run, 'git pull', '2'))
  await openOf(other)
  const push = (await openOf(run, 2)).find(({ request }) => request?.title === 'git push *')
  await client.approvals.resolve(push!.id, { decision: 'approve', remember: true })

  const allow = { tool: 'shell', pattern: 'git push \\*', decision: 'allow' as const }
  assert.deepEqual(await client.desktops.permissionRules(run.desktop.id), [allow, ...rules])
  const answers = await waitFor('both answers', () => {
    const all = run.runner.all('permissionAnswer')
    return all.length === 2 && all
  })
  assert.deepEqual(new Set(answers.map(({ runId }) => runId)), new Set([run.runId, other.runId]))
  assert.ok(answers.every(({ allowed, always }) => allowed && always))
  const [pull] = await openOf(run)

  await client.approvals.resolve(pull!.id, { decision: 'reject', remember: true })
  const never = { tool: 'shell', pattern: 'git pull', decision: 'never' as const }
  assert.deepEqual(await client.desktops.permissionRules(run.desktop.id), [never, allow, ...rules])

  // A run that began before the rules asks by those that it knows, and is answered by those of now.
  run.runner.says(wish(run, 'git push *', '3'))
  run.runner.says(wish(run, 'git pull', '4'))
  const [, , , third, fourth] = await waitFor('the rules', () => {
    const all = run.runner.all('permissionAnswer')
    return all.length === 5 && all
  })
  assert.deepEqual([third?.allowed, fourth?.allowed], [true, false])
  assert.match(fourth?.feedback ?? '', /A rule of this desktop/)
  assert.equal((await eventsOf(run)).filter(({ type }) => type === 'approval.created').length, 2)
  await nextRun(run.desktop, run.runner)
  assert.deepEqual(run.runner.all('prompt').at(-1)?.rules, [never, allow, ...rules])
})

test('rules that are replaced decide at once what waits; nobody else’s desktop has any', async (t) => {
  const run = await startRun(t)
  await ask(run)
  const path = `/api/desktops/${run.desktop.id}/permission-rules`
  const rules = [{ tool: 'shell', pattern: 'rm *', decision: 'never' as const }]
  const answer = await server.request(path, { method: 'PUT', json: rules })
  assert.equal(answer.status, 200)
  assert.deepEqual(await answer.json(), rules)
  assert.equal((await run.runner.hears('permissionAnswer')).allowed, false)
  await openOf(run, 0)

  const stranger = addStranger(server)
  await assert.rejects(stranger.desktops.permissionRules(run.desktop.id), { status: 404 })
  await assert.rejects(stranger.desktops.setPermissionRules(run.desktop.id, []), { status: 404 })
  assert.deepEqual(await client.desktops.permissionRules(run.desktop.id), rules)
  for (const json of [
    [{ tool: 'shell' }],
    [{ tool: '', decision: 'ask' }],
    [{ tool: 'shell', decision: 'maybe' }],
    [{ tool: 'shell', pattern: '*a'.repeat(21), decision: 'ask' }],
    [{ tool: 'shell', pattern: 'x'.repeat(4_001), decision: 'ask' }],
    Array.from({ length: 201 }, () => rules[0]),
    { rules },
  ]) {
    await assertProblem(await server.request(path, { method: 'PUT', json }), 'invalid_request')
  }
  for (const method of ['GET', 'PUT']) {
    const missing = await server.request('/api/desktops/desktop_x/permission-rules', {
      method,
      ...(method === 'PUT' && { json: rules }),
    })
    await assertProblem(missing, 'desktop_not_found')
  }
})

test('an answer that the agent does not take is refused, and nothing has happened', async (t) => {
  const run = await startRun(t)
  run.runner.says({ ...wish(run, 'x'.repeat(9_000)), subject: null, options: ['once', 'no'] })
  const [approval] = await openOf(run)
  for (const decision of ['approve', 'reject']) {
    const answer = await resolve(approval!.id, { decision, remember: true })
    await assertProblem(answer, 'invalid_request')
  }
  assert.deepEqual(await openOf(run), [approval])
  assert.deepEqual(await client.desktops.permissionRules(run.desktop.id), [])
  await client.approvals.resolve(approval!.id, { decision: 'approve' })
})

test('nobody else sees it or answers it', async (t) => {
  const run = await startRun(t)
  const { id } = await ask(run)
  const stranger = addStranger(server)
  assert.deepEqual(await stranger.approvals.list({ kind: 'all' }), [])
  await assert.rejects(stranger.approvals.resolve(id, { decision: 'approve' }), { status: 404 })
  await openOf(run)
})

test('unanswered for as long as the setting says, it is denied, and says so', async (t) => {
  t.after(() => client.settings.update({ permissionTimeoutSeconds: 600 }))
  await client.settings.update({ permissionTimeoutSeconds: 1 })
  const run = await startRun(t)
  run.runner.says(wish(run, 'rm x'))
  const answer = await run.runner.hears('permissionAnswer')
  assert.deepEqual([answer.allowed, answer.feedback], [false, 'Nobody answered within 1 s.'])
  const resolved = (await eventsOf(run)).at(-1)
  assert.deepEqual([resolved?.payload.status, resolved?.payload.waiting], ['rejected', null])
  assert.equal(resolved?.payload.resolvedBy, undefined)
  assert.equal((await client.tasks.get(run.taskId)).status, 'running')
  for (const permissionTimeoutSeconds of [0, -1, 1.5, 604_801, '10', null]) {
    const patch = { method: 'PATCH', json: { permissionTimeoutSeconds } }
    await assertProblem(await server.request(`${MC}/settings`, patch), 'invalid_request')
  }
})

const ENDS: Record<string, (run: Run) => Promise<void>> = {
  'the run ends': async ({ runner, runId }) =>
    runner.says({
      type: 'ended',
      runId,
      at: Date.now(),
      seq: 0,
      end: { kind: 'exited', exitCode: 1 },
    }),
  'the task is cancelled': async ({ taskId }) => void (await client.tasks.cancel(taskId)),
  'its desktop is deleted': async ({ desktop }) => await client.desktops.delete(desktop.id),
  'the agent withdraws it': async ({ runner, runId }) =>
    runner.says({ type: 'permissionWithdrawn', runId, requestId: '1' }),
}

for (const [what, end] of Object.entries(ENDS)) {
  test(`it is expired when ${what}, and can't be answered any more`, async (t) => {
    const run = await startRun(t)
    const { id } = await ask(run)
    await end(run)
    await openOf(run, 0)
    const resolved = (await eventsOf(run)).at(-1)
    assert.deepEqual(
      [resolved?.type, resolved?.payload.status, resolved?.payload.waiting],
      ['approval.resolved', 'expired', null],
    )
    await assertProblem(await resolve(id, { decision: 'approve' }), 'status_conflict')
    assert.notEqual((await client.tasks.get(run.taskId)).waiting, 'permission')
  })
}

test('what is asked for a run that is over, being cancelled or not its task’s is nobody’s', async (t) => {
  const run = await startRun(t)
  await client.tasks.cancel(run.taskId)
  run.runner.says(wish(run, 'rm x'))
  run.runner.says({
    type: 'ended',
    runId: run.runId,
    at: 1,
    seq: 0,
    end: { kind: 'exited', exitCode: 0 },
  })
  await waitFor('the end', () => run.runner.all('endAck').length > 0)
  run.runner.says(wish(run, 'rm y', '2'))
  run.runner.says(wish({ runId: 'run_unknown' }, 'rm z'))
  await waitFor('the word about the unknown run', () => run.runner.all('discard').length > 0)
  assert.deepEqual(await eventsOf(run), [])
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
    assert.match(feedback!, /what nobody can see nobody can allow/)
  }
  await openOf(run, 0)
})

test('a task that is deleted takes its permissions with it', async (t) => {
  const run = await startRun(t)
  const { id } = await ask(run)
  run.runner.says({
    type: 'ended',
    runId: run.runId,
    at: 1,
    seq: 0,
    end: { kind: 'exited', exitCode: 0 },
  })
  await openOf(run, 0)
  await client.tasks.delete(run.taskId)
  await assertProblem(await resolve(id, { decision: 'approve' }), 'approval_not_found')
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

test('a runner that is too old to ask is not told of rules', async (t) => {
  const desktop = await client.desktops.create({ name: 'old' })
  const runner = await BareRunner.connect(t, server, desktop, 2, READY)
  await client.desktops.setPermissionRules(desktop.id, [{ tool: '*', decision: 'ask' }])
  await nextRun(desktop, runner)
  assert.ok(!('rules' in runner.all('prompt')[0]!))
})

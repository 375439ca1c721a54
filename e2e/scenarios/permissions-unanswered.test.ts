/** Questions that no person answers: a rule does, time is up, or the run is over. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askingRuns, READY, type Run, wish } from '../setup/asking-runs.ts'
import { BareRunner } from '../setup/bare-runner.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'
import { addStranger } from '../setup/stranger.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile)
const { client } = server
const { startRun, nextRun, openOf, ask, eventsOf, resolve } = askingRuns(server)

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

  const stranger = await addStranger(server)
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

test('a runner that is too old to ask is not told of rules', async (t) => {
  const desktop = await client.desktops.create({ name: 'old' })
  const runner = await BareRunner.connect(t, server, desktop, 2, READY)
  await client.desktops.setPermissionRules(desktop.id, [{ tool: '*', decision: 'ask' }])
  await nextRun(desktop, runner)
  assert.ok(!('rules' in runner.all('prompt')[0]!))
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
    await assertProblem(
      await server.request('/api/mission-control/settings', patch),
      'invalid_request',
    )
  }
})

const ENDS: Record<string, (run: Run) => Promise<void>> = {
  'the run ends': async ({ runner, runId }) => runner.ends(runId),
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
  run.runner.ends(run.runId)
  await waitFor('the end', () => run.runner.all('endAck').length > 0)
  run.runner.says(wish(run, 'rm y', '2'))
  run.runner.says(wish({ runId: 'run_unknown' }, 'rm z'))
  await waitFor('the word about the unknown run', () => run.runner.all('discard').length > 0)
  assert.deepEqual(await eventsOf(run), [])
})

test('a task that is deleted takes its permissions with it', async (t) => {
  const run = await startRun(t)
  const { id } = await ask(run)
  run.runner.ends(run.runId)
  await openOf(run, 0)
  await client.tasks.delete(run.taskId)
  await assertProblem(await resolve(id, { decision: 'approve' }), 'approval_not_found')
})

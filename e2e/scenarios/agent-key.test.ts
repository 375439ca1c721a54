/** The key that an agent gets for each prompt: it can do little, and is over with the run. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { CreatedDesktop, NewApiKey, NewTask, Task } from '@mission-control/protocol'
import { acp } from '../setup/acp.ts'
import { BareRunner } from '../setup/bare-runner.ts'
import { type Scope, wholeFile } from '../setup/cleanup.ts'
import { openStream } from '../setup/event-stream.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { calls, says } from '../setup/model/replies.ts'
import { assertProblem } from '../setup/problems.ts'
import { readOf } from '../setup/process-table.ts'
import { agentReady, finishPrompt, runPrompt } from '../setup/prompts.ts'
import { serverAt, startServer } from '../setup/server.ts'
import { ended, outputOf, untilThere } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'

const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, {
  ...model.environment('builtin'),
  MISSION_CONTROL_LOG_LEVEL: 'debug',
})
const { client, dataDir, desktopId, url, workDir } = server
const TASKS = '/api/mission-control/tasks'
const AGENT = { kind: 'builtin', model: 'm', ready: true, problem: null } as const

/** How a program asks that has this key. */
const having = (key: string) => serverAt(url, key)

/** Has the agent tell its key in a file, say it and wait; resolves with both. */
async function promptWithKey(more: object = {}): Promise<{ task: Task; key: string }> {
  for (const file of ['key', 'go-on']) rmSync(join(workDir, file), { force: true })
  const command = `echo "$MISSION_CONTROL_URL $MISSION_CONTROL_API_KEY" > k; mv k key; echo "It is $MISSION_CONTROL_API_KEY"; ${untilThere('go-on')}`
  model.script = [calls({ name: 'shell', input: { command } }), says('Done.')]
  const task = await runPrompt(server, 'Use your key.', more)
  await waitFor('the command to have told its key', () => existsSync(join(workDir, 'key')))
  const [at, key = ''] = readFileSync(join(workDir, 'key'), 'utf8').trim().split(' ')
  assert.equal(at, url)
  return { task, key }
}

async function finish({ id }: Task): Promise<Task> {
  writeFileSync(join(workDir, 'go-on'), '')
  return await ended(client, id)
}

const filesWith = (text: string) =>
  readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(dataDir, name)
    return existsSync(path) && statSync(path).isFile() && readFileSync(path).includes(text)
  })

test('no agent has a key unless its desktop gives it one', async () => {
  assert.equal((await client.desktops.get(desktopId)).agentKey, null)
  model.script = [calls({ name: 'shell', input: { command: 'env > seen' } }), says('Seen.')]
  await finishPrompt(server, 'Look around.')
  assert.doesNotMatch(readFileSync(join(workDir, 'seen'), 'utf8'), /MISSION_CONTROL_(API_KEY|URL)/)
  await client.desktops.update(desktopId, { agentKey: ['read', 'tasks'] })
})

test('an agent reads and works by its key, judges and changes nothing by it, and loses it with the run', async (t) => {
  const { task, key } = await promptWithKey({ approvals: { required: 2 } })
  const agent = having(key)
  assert.equal((await agent.client.tasks.get(task.id)).createdByTask, null)
  const made = await agent.client.tasks.create({ type: 'command', content: 'true', desktopId })
  // What it does by others' hands is reviewed like itself.
  assert.deepEqual([made.createdByTask, made.approvalsAsked], [task.id, 2])
  for (const [own, counts] of [
    [1, 2],
    [3, 3],
  ] as const) {
    const asking = { type: 'command', content: 'true', desktopId, approvals: { required: own } }
    assert.equal((await agent.client.tasks.create(asking as NewTask)).approvalsAsked, counts)
  }
  await agent.client.tasks.run(made.id)
  assert.equal((await ended(client, made.id)).status, 'review')
  const approval = (await client.approvals.list())[0]!
  for (const [method, path] of [
    ['POST', `${TASKS}/${made.id}/review`],
    ['POST', `/api/mission-control/approvals/${approval.id}/resolve`],
    ['PUT', `/api/desktops/${desktopId}/permission-rules`],
    ['PATCH', `/api/desktops/${desktopId}`],
    ['POST', '/api/auth/api-keys'],
    ['GET', '/api/auth/api-keys'],
    ['GET', '/api/auth/sessions'],
    ['POST', '/api/auth/service-accounts'],
    ['PATCH', '/api/mission-control/settings'],
  ] as const) {
    await assertProblem(
      await agent.request(path, { method, ...(method !== 'GET' && { json: {} }) }),
      'not_allowed',
    )
  }
  for (const name of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    assert.ok(!(readOf(Number(name), 'cmdline') ?? '').includes(key))
  }
  assert.deepEqual(filesWith(key), [`desktops/${desktopId}/work/key`])
  const stream = await openStream(t, agent)

  assert.equal((await finish(task)).status, 'review')
  await assertProblem(await agent.request(TASKS), 'unauthenticated')
  while ((await stream.next()) !== null);
  const output = (await outputOf(client, task.id)).toString()
  assert.ok(output.includes('It is [key]') && !output.includes(key))
  assert.ok(!(server.program.stdout() + server.program.stderr()).includes(key))
  assert.deepEqual(filesWith(key), [`desktops/${desktopId}/work/key`])
})

test('its key shrinks and ends at once with what the desktop says', async () => {
  const { task, key } = await promptWithKey()
  const { request } = having(key)
  await client.desktops.update(desktopId, { agentKey: ['read'] })
  await assertProblem(await request(TASKS, { method: 'POST', json: {} }), 'not_allowed')
  assert.equal((await request(TASKS)).status, 200)
  await client.desktops.update(desktopId, { agentKey: null })
  await assertProblem(await request(TASKS), 'unauthenticated')
  await client.desktops.update(desktopId, { agentKey: ['read', 'tasks'] })
  await client.tasks.cancel(task.id)
  await ended(client, task.id)
  await assertProblem(await request(TASKS), 'unauthenticated')
})

test('a key that was made up, or is of another run, opens nothing', async () => {
  const { task, key } = await promptWithKey()
  const [, id, mac] = /^mca_([^_]+)_(.+)$/.exec(key) ?? []
  for (const wrong of [
    `mca_${id}_${mac!.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))}`,
    `mca_${'0'.repeat(26)}_${mac}`,
    `mca_${id}_`,
  ]) {
    await assertProblem(await having(wrong).request(TASKS), 'unauthenticated')
  }
  await finish(task)
})

/** A desktop of which a runner is spoken by hand. */
async function bareDesktop(): Promise<CreatedDesktop> {
  const desktop = await client.desktops.create({ name: 'bare' })
  await client.desktops.update(desktop.id, { agentKey: ['read'] })
  return desktop
}

async function runOn({ id }: CreatedDesktop, by = client): Promise<Task> {
  await agentReady({ client, desktopId: id })
  const task = await by.tasks.create({ type: 'prompt', content: 'Think.', desktopId: id })
  return await by.tasks.run(task.id)
}

const connect = (t: Scope, desktop: CreatedDesktop, version: number, before = {}) =>
  BareRunner.connect(t, server, desktop, version, AGENT, before)

test('a runner that was restarted is told the same key again, and an older one never gets any', async (t) => {
  const desktop = await bareDesktop()
  const first = await connect(t, desktop, 8)
  await runOn(desktop)
  const { key, runId, dispatch } = await first.hears('prompt')
  assert.ok(key)
  assert.equal((await having(key).request(TASKS)).status, 200)
  first.close()
  await first.closed
  const again = await connect(t, desktop, 8, {
    runs: [{ runId, dispatch }],
    lastDispatch: dispatch,
  })
  const [known] = (await again.hears('welcome')).runs
  assert.deepEqual([known?.runId, known?.key], [runId, key])
  again.close()
  await again.closed
  const older = await connect(t, desktop, 7, {
    runs: [{ runId, dispatch }],
    lastDispatch: dispatch,
  })
  const [olds] = (await older.hears('welcome')).runs
  assert.deepEqual([olds?.runId, olds?.key], [runId, undefined])
  await runOn(desktop)
  assert.equal((await older.hears('prompt')).key, undefined)
  await client.desktops.delete(desktop.id)
  await assertProblem(await having(key).request(TASKS), 'unauthenticated')
})

test('what an agent starts has no key, so that agents do not start agents without end', async (t) => {
  const desktop = await bareDesktop()
  const runner = await connect(t, desktop, 8)
  const { task, key } = await promptWithKey()
  await runOn(desktop, having(key).client)
  assert.equal((await runner.hears('prompt')).key, undefined)
  await finish(task)
})

test('whoever may less by their own key gets no further by an agent’s', async (t) => {
  const desktop = await bareDesktop()
  const runner = await connect(t, desktop, 8)
  const prompted = (what: string, is: (prompt: { taskId: string }) => boolean) =>
    waitFor(what, () => runner.all('prompt').find(is))
  const restrictedTo = { desktopIds: [desktop.id] }
  const rows: [Omit<NewApiKey, 'name'>, boolean][] = [
    [{ scopes: ['read', 'tasks'] }, true],
    [{ scopes: ['tasks'] }, false],
    [{ restrictedTo }, false],
  ]
  for (const [less, has] of rows) {
    const { key } = await client.apiKeys.create({ name: 'less', ...less })
    const task = await runOn(desktop, having(key).client)
    const prompt = await prompted('the prompt', ({ taskId }) => taskId === task.id)
    assert.equal(prompt.key !== undefined, has, JSON.stringify(less))
  }
  const { key } = await client.apiKeys.create({ name: 'restricted', restrictedTo })
  const known = runner.all('prompt').map(({ taskId }) => taskId)
  const chat = { method: 'POST', json: { message: 'Hello.' } }
  const answer = having(key).request(`/api/desktops/${desktop.id}/chat`, chat)
  const turn = await prompted('the message', ({ taskId }) => !known.includes(taskId))
  assert.equal(turn.key, undefined)
  await client.desktops.delete(desktop.id)
  await answer
})

test('an agent that speaks ACP has its key too', async (t) => {
  const own = await startServer(t, acp())
  await own.client.desktops.update(own.desktopId, { agentKey: ['read'] })
  assert.equal((await finishPrompt(own, 'key')).result, '200 by [key]')
})

test('the key outlives the server, as the run does', async () => {
  const own = await startServer(wholeFile, model.environment('builtin'))
  await own.client.desktops.update(own.desktopId, { agentKey: ['read'] })
  const at = (file: string) => join(own.workDir, file)
  const command = `echo "$MISSION_CONTROL_API_KEY" > k; mv k key; ${untilThere('go-on')}`
  model.script = [calls({ name: 'shell', input: { command } }), says('Done.')]
  const { id } = await runPrompt(own, 'Wait.')
  await waitFor('the key to be told', () => existsSync(at('key')))
  const headers = { 'x-api-key': readFileSync(at('key'), 'utf8').trim() }
  await own.stop()
  const next = await startServer(wholeFile, model.environment('builtin'), own.dataDir)
  const use = () => next.request(TASKS, { headers })
  assert.equal((await use()).status, 200)
  writeFileSync(at('go-on'), '')
  assert.equal((await ended(next.client, id)).status, 'done')
  await assertProblem(await use(), 'unauthenticated')
})

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ASKING } from '@mission-control/protocol/agents'
import { acp } from '../setup/acp.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { MODEL_KEY, ModelServer } from '../setup/model/model-server.ts'
import { says, stalls } from '../setup/model/replies.ts'
import { assertProblem } from '../setup/problems.ts'
import { agentReady, finishPrompt, runPrompt } from '../setup/prompts.ts'
import { startDesktop } from '../setup/runner.ts'
import { startServer } from '../setup/server.ts'
import { addStranger } from '../setup/stranger.ts'
import { ended } from '../setup/tasks.ts'

const model = await ModelServer.start(wholeFile)
const baseUrl = `http://127.0.0.1:${model.port}/v1`
const chat = { kind: 'chat', baseUrl, apiKey: MODEL_KEY } as const
const server = await startServer(wholeFile)
const { client, desktopId } = server
const pathOf = (id: string) => `/api/desktops/${id}/agent`

test('nothing is set up to begin with, and a test says so', async () => {
  assert.deepEqual(await client.agents.get(desktopId), { setup: null })
  assert.deepEqual(await client.agents.test(desktopId), {
    ready: false,
    message: 'No agent is set up on this desktop.',
  })
})

test('set up by the API, an agent answers, is ready, and runs prompts', async () => {
  const { setup } = await client.agents.setUp(desktopId, { ...chat, headers: { 'x-team': 'blue' } })
  assert.deepEqual(
    { ...setup, updatedAt: undefined },
    {
      kind: 'chat',
      baseUrl,
      apiKey: { last4: MODEL_KEY.slice(-4) },
      model: null,
      headers: ['x-team'],
      limits: { steps: null, tokens: null, costUsd: null, seconds: null, silenceSeconds: null },
      updatedAt: undefined,
    },
  )
  assert.deepEqual(await client.agents.get(desktopId), { setup })
  await agentReady(server)
  const { agent } = await client.desktops.get(desktopId)
  assert.deepEqual(agent, {
    kind: 'chat',
    model: 'scripted-1',
    problem: null,
    source: 'server',
    ...ASKING.chat,
  })
  model.script = [says('Here I am.')]
  assert.equal((await finishPrompt(server, 'Are you there?')).result, 'Here I am.')
  assert.equal(model.requests.at(-1)?.headers['x-team'], 'blue')
})

test('a test of it says who answered, with which model, and how fast', async () => {
  const { ready, message } = await client.agents.test(desktopId)
  assert.equal(ready, true)
  assert.match(
    message,
    /^It is ready: http:\/\/127\.0\.0\.1:\d+ answered in \d+ ms, with the model scripted-1\.$/,
  )
})

test('a change is not ready until it has answered, and a test says what to do', async () => {
  await client.agents.setUp(desktopId, { ...chat, apiKey: 'a-wrong-key-0123456789' })
  const { agentReady: ready, agent } = await client.desktops.get(desktopId)
  assert.deepEqual([ready, agent?.source], [false, 'server'])
  const { ready: tested, message } = await client.agents.test(desktopId)
  assert.equal(tested, false)
  assert.match(message, /^It is not ready: The endpoint answered 401: .*\[key\]\. Check the key/)
  const { id } = await client.tasks.create({ type: 'prompt', content: 'Hello?', desktopId })
  const run = await server.request(`/api/mission-control/tasks/${id}/run`, { method: 'POST' })
  await assertProblem(run, 'agent_not_ready')
  await client.agents.setUp(desktopId, chat)
  await agentReady(server)
})

test('a running prompt goes on with what it began with', async () => {
  model.script = [
    async (response, request) => {
      await stalls('One, ')(response, request)
      await client.agents.setUp(desktopId, { kind: 'chat', baseUrl: 'http://127.0.0.1:9/v1' })
      await agentReady(server, false)
      response.end('data: {"choices":[{"delta":{"content":"two."},"finish_reason":"stop"}]}\n\n')
    },
  ]
  const { id } = await runPrompt(server, 'Count.')
  const task = await ended(client, id)
  assert.deepEqual([task.status, task.result], ['done', 'One, two.'])
  await client.agents.setUp(desktopId, chat)
  await agentReady(server)
})

test('removed, it is gone, with what it knew; done twice is done once', async () => {
  await client.agents.remove(desktopId)
  await client.agents.remove(desktopId)
  assert.deepEqual(await client.agents.get(desktopId), { setup: null })
  const { agentReady: ready, agent } = await client.desktops.get(desktopId)
  assert.deepEqual([ready, agent], [false, null])
})

test('it takes the place of what the machine itself says, which counts again afterwards', async (t) => {
  const { desktop } = await startDesktop(t, server, 'with an agent', {
    ...model.environment('builtin'),
    MISSION_CONTROL_AGENT_MODEL: 'of-the-machine',
  })
  const where = { client, desktopId: desktop.id }
  await agentReady(where)
  const own = (await client.desktops.get(desktop.id)).agent
  assert.deepEqual([own?.source, own?.model], ['machine', 'of-the-machine'])
  await client.agents.setUp(desktop.id, { ...chat, model: 'of-the-server' })
  await agentReady(where)
  await finishPrompt(where, 'Who is it?')
  assert.equal(model.requests.at(-1)?.body.model, 'of-the-server')
  await client.agents.remove(desktop.id)
  await agentReady(where)
  await finishPrompt(where, 'Who is it now?')
  assert.equal(model.requests.at(-1)?.body.model, 'of-the-machine')
  assert.deepEqual((await client.desktops.get(desktop.id)).agent, own)
})

test('two desktops have a set-up each', async (t) => {
  const { desktop: other } = await startDesktop(t, server, 'another')
  await client.agents.setUp(desktopId, { ...chat, model: 'first' })
  await client.agents.setUp(other.id, { ...chat, model: 'second' })
  for (const [id, name] of [
    [desktopId, 'first'],
    [other.id, 'second'],
  ] as const) {
    await finishPrompt({ client, desktopId: id }, 'Who are you?')
    assert.equal(model.requests.at(-1)?.body.model, name)
  }
  await client.agents.remove(other.id)
  assert.equal((await client.desktops.get(desktopId)).agentReady, true)
})

test('a known program that the desktop has is offered by its name, and set up by it', async (t) => {
  const bin = temporaryFolder(t)
  const { MISSION_CONTROL_AGENT_COMMAND: command } = acp()
  const script = `#!/bin/sh\n[ "$1" = acp ] && exec ${command}\n`
  writeFileSync(join(bin, 'opencode'), script, { mode: 0o755 })
  const { desktop } = await startDesktop(t, server, 'with a program', {
    PATH: `${bin}:${process.env.PATH}`,
  })
  const where = { client, desktopId: desktop.id }
  assert.ok((await client.desktops.get(desktop.id)).presets.includes('opencode'))
  await client.agents.setUp(desktop.id, { kind: 'acp', preset: 'opencode', mode: 'code' })
  assert.equal((await finishPrompt(where, 'mode')).result, 'code')
  assert.match((await client.agents.test(desktop.id)).message, /^It is ready: OpenCode answered/)
  await client.agents.setUp(desktop.id, { kind: 'acp', preset: 'vibe' })
  const { ready, message } = await client.agents.test(desktop.id)
  assert.equal(ready, false)
  assert.match(message, /Mistral Vibe is not on the PATH .* To install it: see/)
})

test('the desktop of somebody else has none of these routes', async () => {
  const stranger = await addStranger(server)
  for (const call of [
    () => stranger.agents.get(desktopId),
    () => stranger.agents.setUp(desktopId, chat),
    () => stranger.agents.remove(desktopId),
    () => stranger.agents.test(desktopId),
  ]) {
    await assert.rejects(call, { code: 'desktop_not_found' })
  }
  assert.ok((await client.agents.get(desktopId)).setup)
})

test('a desktop that is away can be set up, but not tested', async () => {
  const { id } = await client.desktops.create({ name: 'away' })
  assert.ok((await client.agents.setUp(id, chat)).setup)
  const answer = await server.request(`${pathOf(id)}/test`, { method: 'POST' })
  const { detail } = await assertProblem(answer, 'desktop_unavailable')
  assert.match(detail, /"away" is pending/)
})

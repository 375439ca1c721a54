import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BareRunner } from '../setup/bare-runner.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { agentReady } from '../setup/prompts.ts'
import { startServer } from '../setup/server.ts'
import { waitFor } from '../setup/wait.ts'

const server = await startServer(wholeFile, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
const { client } = server
const READY = { kind: 'chat', model: 'm', ready: true, problem: null } as const
const chat = { kind: 'chat', baseUrl: 'http://127.0.0.1:9/v1' } as const

test('a runner that is older than set-ups is not set up, nor tested, in words', async (t) => {
  const desktop = await client.desktops.create({ name: 'old' })
  const runner = await BareRunner.connect(t, server, desktop, 2, READY)
  for (const [method, path, json] of [
    ['PUT', 'agent', chat],
    ['POST', 'agent/test', undefined],
  ] as const) {
    const answer = await server.request(`/api/desktops/${desktop.id}/${path}`, { method, json })
    const { detail } = await assertProblem(answer, 'runner_too_old')
    assert.match(detail, /"old" is too old for that: .* Update the runner/)
  }
  assert.deepEqual(runner.all('agentSetup'), [])
  assert.equal((await client.desktops.get(desktop.id)).agentReady, true)
})

test('one that comes to a desktop which is set up takes no prompt until it is updated, or the set-up is removed', async (t) => {
  const desktop = await client.desktops.create({ name: 'set up early' })
  await client.agents.setUp(desktop.id, chat)
  const runner = await BareRunner.connect(t, server, desktop, 2, READY)
  const { agentReady: ready, agent } = await client.desktops.get(desktop.id)
  assert.equal(ready, false)
  assert.match(agent?.problem ?? '', /too old to be set up by the server/)
  await client.agents.remove(desktop.id)
  await runner.closed
  await BareRunner.connect(t, server, desktop, 2, READY)
  await agentReady({ client, desktopId: desktop.id })
})

test('it is told what is set up, and only a word about that one counts', async (t) => {
  const desktop = await client.desktops.create({ name: 'new' })
  await client.agents.setUp(desktop.id, { ...chat, apiKey: 'sk-0123456789-secret' })
  const runner = await BareRunner.connect(t, server, desktop, 3, READY)
  const { setup } = await runner.hears('agentSetup')
  assert.deepEqual(setup?.variables, {
    MISSION_CONTROL_AGENT: 'chat',
    MISSION_CONTROL_AGENT_BASE_URL: chat.baseUrl,
    MISSION_CONTROL_AGENT_API_KEY: 'sk-0123456789-secret',
  })
  const where = { client, desktopId: desktop.id }
  assert.equal((await client.desktops.get(desktop.id)).agentReady, false)
  runner.says({ type: 'agent', agent: { ...READY, revision: setup.revision } })
  await agentReady(where)
  await client.agents.setUp(desktop.id, { ...chat, model: 'other' })
  const newer = await waitFor('the next one', () => runner.all('agentSetup')[1]?.setup)
  runner.says({ type: 'agent', agent: { ...READY, revision: setup.revision } })
  runner.says({
    type: 'agent',
    agent: { ...READY, ready: false, problem: 'No.', revision: newer.revision },
  })
  await waitFor('the word about it', async () => {
    const { agentReady, agent } = await client.desktops.get(desktop.id)
    assert.equal(agentReady, false)
    return agent?.problem === 'No.'
  })
})

test('a runner shows which known programs it has', async (t) => {
  const desktop = await client.desktops.create({ name: 'with programs' })
  assert.deepEqual((await client.desktops.get(desktop.id)).presets, [])
  await BareRunner.connect(t, server, desktop, 3)
  const { presets } = await client.desktops.get(desktop.id)
  assert.deepEqual(presets, [])
})

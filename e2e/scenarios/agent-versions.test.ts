import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ASKING } from '@mission-control/protocol/agents'
import { BareRunner } from '../setup/bare-runner.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { startServer } from '../setup/server.ts'
import { ended } from '../setup/tasks.ts'

const server = await startServer(wholeFile, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
const { client } = server
const READY = { kind: 'chat', model: 'm', ready: true, problem: null } as const

async function newPrompt(desktopId: string) {
  return await client.tasks.create({ type: 'prompt', content: 'rm -rf something', desktopId })
}

test('a runner of version 1 is welcome, takes commands, and is not ready for prompts', async (t) => {
  const desktop = await client.desktops.create({ name: 'old' })
  const runner = await BareRunner.connect(t, server, desktop, 1)
  assert.equal((await runner.hears('welcome')).version, 1)
  const { agentReady, agent } = await client.desktops.get(desktop.id)
  assert.deepEqual([agentReady, agent], [false, null])

  const { id } = await newPrompt(desktop.id)
  const refusal = await server.request(`/api/mission-control/tasks/${id}/run`, { method: 'POST' })
  assert.equal(refusal.status, 503)
  const command = { type: 'command', content: 'true', desktopId: desktop.id } as const
  await client.tasks.run((await client.tasks.create(command)).id)
  assert.equal((await runner.hears('start')).command, 'true')
})

test('a prompt that waits for a desktop which comes back with an older runner fails, and reaches nobody', async (t) => {
  const desktop = await client.desktops.create({ name: 'downgraded' })
  const newer = await BareRunner.connect(t, server, desktop, 2, READY)
  const { agentReady, agent } = await client.desktops.get(desktop.id)
  assert.equal(agentReady, true)
  // It doesn't say whether its agent asks: that is known by the kind.
  assert.deepEqual(agent, {
    kind: 'chat',
    model: 'm',
    problem: null,
    source: 'machine',
    ...ASKING.chat,
  })
  await newer.close()

  const { id } = await newPrompt(desktop.id)
  await client.tasks.run(id)
  const older = await BareRunner.connect(t, server, desktop, 1)
  const task = await ended(client, id)
  assert.deepEqual([task.status, task.error?.code], ['failed', 'agent_not_ready'])
  assert.deepEqual(
    older.heard.map(({ type }) => type),
    ['welcome'],
  )
})

test('a runner of version 2 gets a prompt as one, and no agent is ready once it has left', async (t) => {
  const desktop = await client.desktops.create({ name: 'new' })
  const runner = await BareRunner.connect(t, server, desktop, 2, READY)
  const { id } = await newPrompt(desktop.id)
  await client.tasks.run(id)
  assert.equal((await runner.hears('prompt')).prompt, 'rm -rf something')
  await runner.leave()
  const { status, agentReady } = await client.desktops.get(desktop.id)
  assert.deepEqual([status, agentReady], ['stopped', false])
})

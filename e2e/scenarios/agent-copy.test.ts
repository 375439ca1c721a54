/** The agent of one desktop, its rules and its time limit are copied to others. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import type { PermissionRule } from '@mission-control/protocol'
import { READY } from '../setup/asking-runs.ts'
import { BareRunner } from '../setup/bare-runner.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'
import { addStranger } from '../setup/stranger.ts'

const server = await startServer(wholeFile, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
const { client } = server
const KEY = 'sk-0123456789-abcd'
const HEADER = 'header-secret-0123456789'
const RULES: PermissionRule[] = [{ tool: 'shell', decision: 'ask' }]
const source = await client.desktops.create({ name: 'source', defaultTimeoutSeconds: 90 })
await client.agents.setUp(source.id, {
  kind: 'chat',
  baseUrl: 'http://127.0.0.1:11434/v1',
  apiKey: KEY,
  headers: { 'x-secret': HEADER },
  limits: { steps: 7 },
})
await client.desktops.setPermissionRules(source.id, RULES)

/** A machine that comes by an invitation. */
async function joined(): Promise<string> {
  const { token } = await client.desktops.joinTokens.create()
  const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x
  const json = { token, publicKey, hostname: 'box' }
  const answer = await server.request('/api/desktops/join', { method: 'POST', json })
  return (await answer.json()).desktopId
}

async function copy(id: string, desktopIds: unknown): Promise<Response> {
  const json = { desktopIds }
  return await server.request(`/api/desktops/${id}/agent/copy`, { method: 'POST', json })
}

test('each target gets agent, secrets, rules and time limit, and no secret is shown', async (t) => {
  const first = await client.desktops.create({ name: 'first' })
  const second = await client.desktops.create({ name: 'second', defaultTimeoutSeconds: 5 })
  await client.agents.setUp(second.id, { kind: 'acp', preset: 'goose', env: { TOKEN: 'old' } })
  const answer = await copy(source.id, [first.id, second.id, first.id])
  const text = await answer.text()
  assert.equal(answer.status, 200, text)
  for (const secret of [KEY, HEADER]) assert.ok(!text.includes(secret))
  const outcomes = [first, second].map(({ id }) => ({ id, error: null }))
  assert.deepEqual(JSON.parse(text), outcomes)

  const { updatedAt: _, ...original } = (await client.agents.get(source.id)).setup!
  for (const desktop of [first, second]) {
    const { id } = desktop
    const { updatedAt: _, ...copied } = (await client.agents.get(id)).setup!
    assert.deepEqual(copied, original)
    assert.deepEqual(await client.desktops.permissionRules(id), RULES)
    assert.equal((await client.desktops.get(id)).defaultTimeoutSeconds, 90)
    const runner = await BareRunner.connect(t, server, desktop, 3)
    const { setup } = await runner.hears('agentSetup')
    assert.equal(setup?.variables.MISSION_CONTROL_AGENT_API_KEY, KEY)
    assert.equal(setup?.variables.MISSION_CONTROL_AGENT_HEADERS, `x-secret: ${HEADER}`)
    assert.equal(setup?.variables.MISSION_CONTROL_AGENT_MAX_STEPS, '7')
  }
})

test('a target that can’t get it is told why, and keeps no other from it', async () => {
  const good = await client.desktops.create({ name: 'good' })
  const removed = await client.desktops.create({ name: 'removed' })
  await client.desktops.delete(removed.id)
  const stranger = await addStranger(server)
  const theirs = await stranger.desktops.create({ name: 'theirs' })
  const ids = [removed.id, theirs.id, 'desktop_none', source.id, good.id]
  const outcomes = await client.agents.copy(source.id, ids)
  assert.deepEqual(
    outcomes.map(({ id, error }) => [id, error?.code ?? null]),
    [
      [removed.id, 'desktop_not_found'],
      [theirs.id, 'desktop_not_found'],
      ['desktop_none', 'desktop_not_found'],
      [source.id, 'invalid_request'],
      [good.id, null],
    ],
  )
  assert.equal((await stranger.agents.get(theirs.id)).setup, null)
  await assert.rejects(stranger.agents.copy(source.id, [theirs.id]), { code: 'desktop_not_found' })
})

test('without a set-up of the server there is nothing to copy', async (t) => {
  const bare = await client.desktops.create({ name: 'bare' })
  const target = await client.desktops.create({ name: 'target' })
  const none = await assertProblem(await copy(bare.id, [target.id]), 'agent_not_set_up')
  assert.match(none.detail, /"bare" has no agent/)
  await BareRunner.connect(t, server, bare, 3, READY)
  const own = await assertProblem(await copy(bare.id, [target.id]), 'agent_not_set_up')
  assert.match(own.detail, /set up on the machine itself/)
  assert.equal((await client.agents.get(target.id)).setup, null)
  await assertProblem(await copy('desktop_none', [target.id]), 'desktop_not_found')
  for (const ids of [[], 'x', [1], Array(1001).fill(target.id)]) {
    await assertProblem(await copy(source.id, ids), 'invalid_request')
  }
})

test('new desktops get the agent of the one that the settings name, also those that join', async () => {
  const set = await client.settings.update({ agentFrom: source.id })
  assert.equal(set.agentFrom, source.id)
  assert.deepEqual(await client.settings.update({ requireApproval: false }), set)
  const { updatedAt: _, ...original } = (await client.agents.get(source.id)).setup!
  const created = await client.desktops.create({ name: 'new' })
  for (const id of [created.id, await joined()]) {
    const { updatedAt: _, ...copied } = (await client.agents.get(id)).setup!
    assert.deepEqual(copied, original)
    assert.deepEqual(await client.desktops.permissionRules(id), RULES)
    assert.equal((await client.desktops.get(id)).defaultTimeoutSeconds, 90)
  }
  const own = await client.desktops.create({ name: 'own limit', defaultTimeoutSeconds: 5 })
  assert.equal(own.defaultTimeoutSeconds, 5)
  const without = await client.desktops.create({ name: 'no limit', defaultTimeoutSeconds: null })
  assert.equal(without.defaultTimeoutSeconds, null)
})

test('a default that can’t be copied keeps no desktop from joining, and is refused as a setting', async () => {
  const default_ = await client.desktops.create({ name: 'default' })
  for (const agentFrom of ['desktop_none', '']) {
    await assert.rejects(client.settings.update({ agentFrom }), { code: 'unknown_desktop' })
  }
  const { agentFrom } = await client.settings.update({ agentFrom: default_.id })
  assert.equal(agentFrom, default_.id)
  await client.agents.remove(default_.id)
  const bare = await client.desktops.create({ name: 'bare 2' })
  assert.equal((await client.agents.get(bare.id)).setup, null)
  await assert.rejects(client.settings.update({ agentFrom: bare.id }), { code: 'agent_not_set_up' })
  await client.desktops.delete(default_.id)
  assert.equal((await client.settings.get()).agentFrom, null)
  const last = await client.desktops.create({ name: 'last' })
  assert.equal((await client.agents.get(last.id)).setup, null)
})

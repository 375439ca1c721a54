import assert from 'node:assert/strict'
import test from 'node:test'
import { type AgentSetup, NewAgentSetup } from '@mission-control/protocol'
import { draftOf, setupOf } from '../../src/agents/draft.ts'

const limits = { steps: 40, tokens: null, costUsd: 2.5, seconds: null, silenceSeconds: null }
const updatedAt = '2026-03-15T10:00:00.000Z'
const mcpServers = {
  files: { command: 'npx', args: ['-y', 'a server', "it's", 'say "hi"', ''], env: ['TOKEN'] },
  docs: { url: 'https://docs.example/mcp', headers: ['X-Key'] },
}
/** The same as it is said: its secrets stay. */
const SAID = {
  files: { ...mcpServers.files, env: kept(['TOKEN']) },
  docs: { ...mcpServers.docs, headers: kept(['X-Key']) },
}
const program = { mode: null, mcpServers, limits, updatedAt }
const endpoint = { apiKey: { last4: 'cret' }, model: 'm', headers: ['X-Team'], limits, updatedAt }

const SETUPS: AgentSetup[] = [
  { kind: 'builtin', provider: 'openrouter', baseUrl: null, mcpServers, ...endpoint },
  { kind: 'builtin', provider: 'compatible', baseUrl: 'http://host/v1', mcpServers, ...endpoint },
  { kind: 'chat', baseUrl: 'http://127.0.0.1:18789/v1', ...endpoint, model: null },
  { kind: 'acp', preset: 'codex', command: null, env: ['TOKEN'], ...program, mode: 'plan' },
  { kind: 'acp', preset: null, command: 'my-agent --acp', env: [], ...program },
]

for (const setup of SETUPS) {
  test(`what is stored is kept when nothing is changed: ${setup.kind}, ${endpointOf(setup)}`, () => {
    const { updatedAt: _, ...stored } = setup
    const mcp = setup.kind === 'chat' ? {} : { mcpServers: SAID }
    const body = NewAgentSetup.parse(setupOf(draftOf(setup, [])))
    const secrets =
      setup.kind === 'acp' ? { env: kept(setup.env) } : { headers: kept(setup.headers) }
    const { apiKey: _key, ...rest } = { apiKey: null, ...stored, ...mcp }
    const given = Object.entries({ ...rest, ...secrets }).filter(([, value]) => value !== null)
    for (const [name, value] of given) {
      assert.deepEqual((body as Record<string, unknown>)[name], value, name)
    }
    assert.ok(!('apiKey' in body))
  })
}

test('a new one begins with a program that the machine has, else with our own loop', () => {
  const { kind, program } = draftOf(null, ['goose', 'gemini'])
  assert.deepEqual([kind, program], ['acp', 'gemini'])
  assert.equal(draftOf(null, ['from a newer runner']).kind, 'builtin')
})

test('what is written goes to the server, without what was left empty', () => {
  const draft = {
    ...draftOf(null, []),
    kind: 'chat' as const,
    baseUrl: 'http://127.0.0.1/v1',
    apiKey: 'secret',
    headers: [
      { name: 'X-Team', value: 'core' },
      { name: '', value: '' },
    ],
    limits: { steps: '', tokens: '1000', costUsd: '0,5', seconds: 'x', silenceSeconds: ' ' },
  }
  assert.deepEqual(setupOf(draft), {
    kind: 'chat',
    baseUrl: 'http://127.0.0.1/v1',
    apiKey: 'secret',
    model: null,
    headers: { 'X-Team': 'core' },
    limits: { steps: null, tokens: 1000, costUsd: 0.5, seconds: 0, silenceSeconds: null },
  })
  assert.equal(NewAgentSetup.safeParse(setupOf(draft)).success, false)
})

function kept(names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, null]))
}

function endpointOf(setup: AgentSetup): string {
  if (setup.kind === 'acp') return setup.preset ?? 'other'
  return setup.kind === 'builtin' ? setup.provider : 'endpoint'
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewAgentSetup } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'

const server = await startServer(wholeFile, { MISSION_CONTROL_LOCAL_DESKTOP: 'off' })
const { client } = server
const { id } = await client.desktops.create({ name: 'never connected' })

const baseUrl = 'http://127.0.0.1:11434/v1'
const KEY = 'sk-0123456789-abcd'
const chat = { kind: 'chat', baseUrl } as const
const builtin = { kind: 'builtin', provider: 'compatible', baseUrl } as const
const acp = { kind: 'acp', preset: 'opencode' } as const

async function put(json: unknown): Promise<Response> {
  return await server.request(`/api/desktops/${id}/agent`, { method: 'PUT', json })
}

/** What is wrong, the body, the fields that the answer must name: these and no others. */
const REFUSED: [what: string, body: unknown, ...paths: string[]][] = [
  ['nothing', {}, 'kind'],
  ['an unknown kind', { ...chat, kind: 'robot' }, 'kind'],
  ['a list', [chat], ''],
  ['no address', { kind: 'chat' }, 'baseUrl'],
  ['an address without a scheme', { ...chat, baseUrl: 'localhost:11434/v1' }, 'baseUrl'],
  ['an address of a file', { ...chat, baseUrl: 'file:///etc/passwd' }, 'baseUrl'],
  ['a password in the address', { ...chat, baseUrl: 'https://me:secret@host/v1' }, 'baseUrl'],
  ['a key in the address', { ...chat, baseUrl: 'https://host/v1?key=secret' }, 'baseUrl'],
  ['a number as key', { ...chat, apiKey: 1 }, 'apiKey'],
  ['an empty key', { ...chat, apiKey: '' }, 'apiKey'],
  ['a key of two lines', { ...chat, apiKey: 'a\nb' }, 'apiKey'],
  ['a blank model', { ...chat, model: ' ' }, 'model'],
  ['a header with a blank in its name', { ...chat, headers: { 'x y': '1' } }, 'headers.x y'],
  ['a header of two lines', { ...chat, headers: { 'x-a': 'b\r\nx-c: d' } }, 'headers.x-a'],
  ['a header of a number', { ...chat, headers: { 'x-a': 1 } }, 'headers.x-a'],
  ['a header to keep where there is none', { ...chat, headers: { 'x-a': null } }, 'headers.x-a'],
  ['no provider', { kind: 'builtin' }, 'provider'],
  ['an unknown provider', { ...builtin, provider: 'acme' }, 'provider'],
  ['compatible to nothing', { kind: 'builtin', provider: 'compatible' }, 'baseUrl'],
  ['no steps', { ...builtin, limits: { steps: 0 } }, 'limits.steps'],
  ['half a step', { ...builtin, limits: { steps: 0.5 } }, 'limits.steps'],
  ['text as costs', { ...builtin, limits: { costUsd: '1' } }, 'limits.costUsd'],
  ['neither preset nor command', { kind: 'acp' }, 'command'],
  ['preset and command', { ...acp, command: 'opencode acp' }, 'command'],
  ['an unknown preset', { kind: 'acp', preset: 'robot' }, 'preset'],
  ['a command of two lines', { kind: 'acp', command: 'a\nb' }, 'command'],
  ['a variable that is none', { ...acp, env: { 'A-B': 'x' } }, 'env.A-B'],
  [
    'a variable of ours',
    { ...acp, env: { MISSION_CONTROL_AGENT: 'off' } },
    'env.MISSION_CONTROL_AGENT',
  ],
  ['a variable with NUL', { ...acp, env: { A: 'x\0' } }, 'env.A'],
  [
    'a server named in words',
    { ...acp, mcpServers: { 'my tools': { command: 'x' } } },
    'mcpServers.my tools',
  ],
  ['a server of nothing', { ...builtin, mcpServers: { x: {} } }, 'mcpServers.x.command'],
  [
    'a key to keep of no server',
    { ...builtin, mcpServers: { x: { command: 'x', env: { A: null } } } },
    'mcpServers.x.env.A',
  ],
  ['a server without a scheme', { ...acp, mcpServers: { x: { url: 'host' } } }, 'mcpServers.x.url'],
  ['two wrong fields', { ...chat, baseUrl: '', model: 7 }, 'baseUrl', 'model'],
]

/** The body, and what is said of it. */
const SAID: [body: unknown, message: string][] = [
  [{ ...chat, kind: 'robot' }, 'expected kind to be builtin, chat or acp, got "robot"'],
  [{}, 'expected kind to be builtin, chat or acp, got nothing'],
  [{ kind: 'acp' }, 'expected either preset or command, got neither'],
  [{ ...acp, command: 'opencode acp' }, 'expected either preset or command, got both'],
  [
    { ...acp, mcpServers: { x: {} } },
    'expected either a command, with args and env, or a url, with headers, got neither',
  ],
  [
    { kind: 'builtin', provider: 'compatible' },
    'expected an address: the provider "compatible" has none of its own, got nothing',
  ],
  [
    { ...chat, apiKey: 'a b' },
    'expected visible characters without blanks, got a text of 3 characters',
  ],
  [
    { ...chat, baseUrl: 'host' },
    'expected an http or https address, such as http://127.0.0.1:11434/v1, got a text of 4 characters',
  ],
]

test('a refusal says what was got in the field, of a secret its length alone', async () => {
  for (const [body, said] of SAID) {
    const { errors } = await assertProblem(await put(body), 'invalid_request')
    assert.deepEqual(
      errors?.map(({ message }) => message),
      [said],
    )
  }
})

for (const [what, body, ...paths] of REFUSED) {
  test(`a set-up with ${what}: 400 naming the field, in words`, async () => {
    const { errors, detail } = await assertProblem(await put(body), 'invalid_request')
    const named = [...new Set(errors?.map(({ path }) => path))]
    assert.deepEqual(named, paths)
    for (const { message } of errors ?? []) assert.ok(detail.includes(message))
  })
}

test('nothing was kept of what was refused', async () => {
  assert.deepEqual(await client.agents.get(id), { setup: null })
})

test('each kind is shown without what is secret', async () => {
  const mcpServers = {
    files: { command: 'mcp-files', args: ['.'], env: { TOKEN: 'mcp-secret-1' } },
    web: { url: 'https://mcp.example/sse', headers: { authorization: 'Bearer mcp-secret-2' } },
  }
  const limits = { steps: 5, tokens: null, costUsd: 0.5, seconds: null, silenceSeconds: null }
  const bodies: NewAgentSetup[] = [
    { ...chat, apiKey: KEY, headers: { 'x-key': 'header-secret' }, limits },
    { kind: 'builtin', provider: 'anthropic', apiKey: KEY, model: 'm', mcpServers, limits },
    { kind: 'acp', command: 'my-agent --acp', env: { API_KEY: 'env-secret' }, mcpServers, limits },
  ]
  const shown = []
  for (const body of bodies) {
    const answer = await put(body)
    const text = await answer.text()
    assert.equal(answer.status, 200, text)
    for (const secret of [KEY, 'header-secret', 'env-secret', 'mcp-secret']) {
      assert.ok(!text.includes(secret), secret)
    }
    const { updatedAt: _, ...setup } = JSON.parse(text).setup
    shown.push(setup)
  }
  const servers = {
    files: { command: 'mcp-files', args: ['.'], env: ['TOKEN'] },
    web: { url: 'https://mcp.example/sse', headers: ['authorization'] },
  }
  const apiKey = { last4: 'abcd' }
  const none = { baseUrl: null, headers: [] }
  assert.deepEqual(shown, [
    { kind: 'chat', baseUrl, apiKey, model: null, headers: ['x-key'], limits },
    {
      ...{ kind: 'builtin', provider: 'anthropic', apiKey, model: 'm', ...none },
      ...{ mcpServers: servers, limits },
    },
    {
      ...{ kind: 'acp', preset: null, command: 'my-agent --acp', env: ['API_KEY'] },
      ...{ mode: null, mcpServers: servers, limits },
    },
  ])
})

/** What is shown of the secrets after a set-up, then another. */
async function after(first: NewAgentSetup, then: NewAgentSetup) {
  await client.agents.setUp(id, first)
  const { setup } = await client.agents.setUp(id, then)
  return setup!.kind === 'acp' ? setup!.env : [setup!.apiKey?.last4 ?? null, ...setup!.headers]
}

test('what is left out stays, as long as it goes to the same place', async () => {
  const first = { ...chat, apiKey: KEY, headers: { 'x-a': 'secret' } }
  assert.deepEqual(await after(first, { ...chat, model: 'other' }), ['abcd', 'x-a'])
  assert.deepEqual(await after(first, { ...chat, baseUrl: `${baseUrl}/v2` }), ['abcd', 'x-a'])
  assert.deepEqual(await after(first, { ...chat, headers: { 'x-a': null } }), ['abcd', 'x-a'])
  for (const elsewhere of ['http://127.0.0.1:11435/v1', 'https://127.0.0.1:11434/v1']) {
    assert.deepEqual(await after(first, { ...chat, baseUrl: elsewhere }), [null])
  }
  assert.deepEqual(await after(first, builtin), [null])
  const anthropic = { kind: 'builtin', provider: 'anthropic', apiKey: KEY } as const
  assert.deepEqual(await after(anthropic, { ...anthropic, apiKey: undefined }), ['abcd'])
  assert.deepEqual(await after(anthropic, { kind: 'builtin', provider: 'openai' }), [null])
})

test('what is null, or empty, goes', async () => {
  const first = { ...chat, apiKey: KEY, headers: { 'x-a': 'secret', 'x-b': 'secret' } }
  assert.deepEqual(await after(first, { ...chat, apiKey: null }), [null, 'x-a', 'x-b'])
  assert.deepEqual(await after(first, { ...chat, headers: { 'x-b': null } }), ['abcd', 'x-b'])
  assert.deepEqual(await after(first, { ...chat, headers: {} }), ['abcd'])
})

test("a program's variables stay with it, and go to no other", async () => {
  const first = { ...acp, env: { A: 'secret', B: 'secret' } }
  assert.deepEqual(await after(first, { ...acp, mode: 'code' }), ['A', 'B'])
  assert.deepEqual(await after(first, { ...acp, env: { B: null, C: 'x' } }), ['B', 'C'])
  assert.deepEqual(await after(first, { kind: 'acp', command: 'opencode acp' }), [])
})

test("an MCP server's secrets stay with it, and the servers with the agent", async () => {
  const web = { url: 'https://one.example/mcp', headers: { authorization: 'secret' } }
  await client.agents.setUp(id, { ...acp, mcpServers: { web } })
  const mcpServersAfter = async (body: NewAgentSetup) => {
    const { setup } = await client.agents.setUp(id, body)
    return setup!.kind === 'chat' ? null : setup!.mcpServers
  }
  const shown = { ...web, headers: ['authorization'] }
  assert.deepEqual(await mcpServersAfter({ ...acp, mode: 'code' }), { web: shown })
  assert.deepEqual(await mcpServersAfter({ ...builtin }), { web: shown })
  const elsewhere = { url: 'https://two.example/mcp' }
  assert.deepEqual(await mcpServersAfter({ ...acp, mcpServers: { web: elsewhere } }), {
    web: { ...elsewhere, headers: [] },
  })
  const refused = await put({
    ...acp,
    mcpServers: { web: { ...web, headers: { authorization: null } } },
  })
  await assertProblem(refused, 'invalid_request')
  assert.deepEqual(await mcpServersAfter({ ...acp, mcpServers: {} }), {})
})

test('of a short key nothing is shown', async () => {
  const { setup } = await client.agents.setUp(id, { ...chat, apiKey: 'ollama' })
  assert.ok(setup?.kind === 'chat')
  assert.deepEqual(setup.apiKey, { last4: '' })
})

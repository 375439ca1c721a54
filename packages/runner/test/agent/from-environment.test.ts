import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agentFromEnvironment } from '../../src/agent/from-environment.ts'

const BASE_URL = 'http://127.0.0.1:11434/v1'

test('nothing said, nothing set up', () => {
  assert.equal(agentFromEnvironment({ PATH: '/bin' }), null)
})

test('the key of a known provider selects the built-in agent', () => {
  for (const [name, provider, host] of [
    ['ANTHROPIC_API_KEY', 'anthropic', 'api.anthropic.com'],
    ['OPENAI_API_KEY', 'openai', 'api.openai.com'],
    ['OPENROUTER_API_KEY', 'openrouter', 'openrouter.ai'],
  ] as const) {
    const agent = agentFromEnvironment({ [name]: 'key' })
    assert.ok(agent?.kind === 'builtin' && agent.model)
    assert.deepEqual([agent.provider, agent.endpoint.apiKey], [provider, 'key'])
    assert.equal(new URL(agent.endpoint.baseUrl).host, host)
    assert.equal(agentFromEnvironment({ [name]: 'key', MISSION_CONTROL_AGENT: 'off' }), null)
  }
})

test('an address of one’s own needs no key, and a key of a provider is not sent there', () => {
  const agent = agentFromEnvironment({
    MISSION_CONTROL_AGENT: 'chat',
    MISSION_CONTROL_AGENT_BASE_URL: BASE_URL,
    OPENAI_API_KEY: 'not for others',
  })
  assert.ok(agent?.kind === 'chat')
  assert.deepEqual(agent.endpoint, { baseUrl: BASE_URL, apiKey: null, headers: {} })
})

test('a program that speaks ACP gets the variables that are named, and no others', () => {
  const agent = agentFromEnvironment({
    MISSION_CONTROL_AGENT: 'acp',
    MISSION_CONTROL_AGENT_COMMAND: 'opencode acp',
    MISSION_CONTROL_AGENT_PASS_ENV: 'ANTHROPIC_API_KEY, MISSING',
    ANTHROPIC_API_KEY: 'key',
    OPENAI_API_KEY: 'not for it',
  })
  assert.ok(agent?.kind === 'acp')
  assert.deepEqual([agent.command, agent.env], ['opencode acp', { ANTHROPIC_API_KEY: 'key' }])
  assert.throws(() => agentFromEnvironment({ MISSION_CONTROL_AGENT: 'acp' }), /_COMMAND must/)
})

test('limits are numbers of their own', () => {
  const agent = agentFromEnvironment({
    ANTHROPIC_API_KEY: 'key',
    MISSION_CONTROL_AGENT_MAX_STEPS: '5',
    MISSION_CONTROL_AGENT_MAX_COST_USD: '0.5',
    MISSION_CONTROL_AGENT_SILENCE_SECONDS: '1.5',
  })
  assert.deepEqual(agent?.limits, {
    steps: 5,
    tokens: null,
    costUsd: 0.5,
    timeMs: 3_600_000,
    silenceMs: 1_500,
  })
})

test('what cannot be used is refused by the name of its variable', () => {
  for (const [name, value] of [
    ['MISSION_CONTROL_AGENT', 'robot'],
    ['MISSION_CONTROL_AGENT_BASE_URL', 'localhost:11434'],
    ['MISSION_CONTROL_AGENT_PROVIDER', 'acme'],
    ['MISSION_CONTROL_AGENT_MAX_STEPS', '-1'],
    ['MISSION_CONTROL_AGENT_MAX_TOKENS', 'many'],
  ] as const) {
    const env = {
      MISSION_CONTROL_AGENT: 'chat',
      MISSION_CONTROL_AGENT_BASE_URL: BASE_URL,
      [name]: value,
    }
    assert.throws(() => agentFromEnvironment(env), new RegExp(`^AgentSetupError: ${name} must`))
  }
  assert.throws(() => agentFromEnvironment({ MISSION_CONTROL_AGENT: 'builtin' }), /BASE_URL/)
})

test('MCP servers are read in the form that other programs use', () => {
  const servers = {
    files: { command: 'npx', args: ['-y', 'files'], env: { TOKEN: 'key' } },
    web: { type: 'http', url: 'https://example.org/mcp', headers: { authorization: 'Bearer key' } },
  }
  for (const given of [servers, { mcpServers: servers }]) {
    const agent = agentFromEnvironment({
      ANTHROPIC_API_KEY: 'key',
      MISSION_CONTROL_AGENT_MCP: JSON.stringify(given),
    })
    assert.ok(agent?.kind === 'builtin')
    const { type: _, ...web } = servers.web
    assert.deepEqual(agent.mcpServers, { files: servers.files, web })
  }
})

test('MCP servers that cannot be used are refused in words, without what may be a key', () => {
  for (const [json, why] of [
    ['{"a": {"command": "secret-key', /must be JSON/],
    ['["secret-key"]', /must be an object/],
    ['{"a": {"env": {"TOKEN": "secret-key"}}}', /"command" or by a "url"/],
    ['{"a": {"url": "ftp://x"}}', /"command" or by a "url"/],
    ['{"a": {"command": "x", "args": "secret-key"}}', /texts in "args" of "a"/],
    ['{"a": {"command": "x", "env": {"TOKEN": 7}}}', /texts in "env" of "a"/],
    ['{"a b": {"command": "x"}}', /named by letters/],
  ] as const) {
    const env = { ANTHROPIC_API_KEY: 'key', MISSION_CONTROL_AGENT_MCP: json }
    assert.throws(
      () => agentFromEnvironment(env),
      ({ name, message }: Error) =>
        name === 'AgentSetupError' && why.test(message) && !message.includes('secret-key'),
    )
  }
})

test('headers are lines, and one that is none is named by its number alone', () => {
  const chat = { MISSION_CONTROL_AGENT: 'chat', MISSION_CONTROL_AGENT_BASE_URL: BASE_URL }
  const agent = agentFromEnvironment({
    ...chat,
    MISSION_CONTROL_AGENT_HEADERS: 'X-Team: blue\n\nauthorization:Bearer a: b\n',
  })
  assert.ok(agent?.kind === 'chat')
  assert.deepEqual(agent.endpoint.headers, { 'X-Team': 'blue', authorization: 'Bearer a: b' })
  for (const line of ['no colon: secret\x07', 'x y: secret', 'x:', 'secret']) {
    const wrong = { ...chat, MISSION_CONTROL_AGENT_HEADERS: `X-Team: blue\n${line}` }
    assert.throws(
      () => agentFromEnvironment(wrong),
      (error: Error) => /line 2 is none/.test(error.message) && !error.message.includes('secret'),
    )
  }
})

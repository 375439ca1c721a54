import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TranscriptRecord } from '@mission-control/protocol'
import type { AgentConfiguration } from '../../src/agent/configuration.ts'
import { redactor } from '../../src/agent/redact.ts'
import { isSecretName } from '../../src/agent/secrets.ts'

const LIMITS = { steps: 3, tokens: 100, costUsd: 1, timeMs: 1, silenceMs: 1 }

const acp = (env: Record<string, string>, headers: Record<string, string> = {}) =>
  redactor({
    ...{ kind: 'acp', command: 'agent', env: {}, mode: null, model: null, limits: LIMITS },
    mcpServers: {
      local: { command: 'x', args: [], env },
      remote: { url: 'http://x', headers },
    },
  })

test('keys are taken out of each text, as they stand there and as a name', () => {
  const agent: AgentConfiguration = {
    kind: 'chat',
    endpoint: {
      baseUrl: 'http://x/v1',
      apiKey: 'sk-secret-"1"',
      headers: { 'x-token': 'another-secret', 'x-key': 'abc', accept: 'text/plain' },
    },
    model: null,
    limits: LIMITS,
  }
  const redact = redactor(agent)
  assert.equal(
    redact('Bearer sk-secret-"1", another-secret, abc text/plain'),
    'Bearer [key], [key], abc text/plain',
  )
  const call = { type: 'tool_call', id: '1', tool: 'x', title: 'x another-secret' } as const
  assert.deepEqual(redact({ ...call, input: { 'a sk-secret-"1"': [{ b: 'another-secret' }] } }), {
    ...call,
    title: 'x [key]',
    input: { 'a [key]': [{ b: '[key]' }] },
  })
})

test('of variables and headers those count that are secret by their name, or hold a password', () => {
  const redact = acp(
    {
      NODE_ENV: 'production',
      LANG: 'de_DE.UTF-8',
      ROOT_KEY: import.meta.dirname,
      GITHUB_TOKEN: 'local-key-1',
      LONGER_KEY: 'local-key-123',
      DATABASE_URL: 'postgres://me:pass%2Fword@host/production',
    },
    {
      authorization: 'Bearer remote-key-1',
      cookie: 'a=1; session=cookie-key',
      accept: 'x-accepted',
    },
  )
  assert.equal(
    redact(`production de_DE.UTF-8 x-accepted local-key-1 local-key-123 ${import.meta.dirname}`),
    `production de_DE.UTF-8 x-accepted [key] [key] ${import.meta.dirname}`,
  )
  assert.equal(
    redact('remote-key-1 Bearer remote-key-1 cookie-key pass/word postgres://me:pass%2Fword@host'),
    '[key] Bearer [key] [key] [key] postgres://me:[key]@host',
  )
})

test('the names that make a value secret', () => {
  for (const name of [
    ...[
      'API_KEY',
      'apiKey',
      'OPENAI_API_KEY',
      'APIKEY',
      'x-api-key',
      'GITHUB_TOKEN',
      'GITHUBTOKEN',
    ],
    ...['client_secret', 'clientSecret', 'PGPASSWORD', 'DB_PASS', 'MYSQL_PASSWD', 'KEY_PASSPHRASE'],
    ...['AWS_SECRET_ACCESS_KEY', 'GOOGLE_CREDENTIALS', 'Authorization', 'Proxy-Authorization'],
    ...['NPM_AUTH', 'Cookie', 'Set-Cookie', 'GH_PAT', 'MY_JWT', 'KEY', 'TOKEN', 'signing_keys'],
  ]) {
    assert.ok(isSecretName(name), name)
  }
  for (const name of [
    ...[
      'NODE_ENV',
      'PATH',
      'PWD',
      'HOME',
      'USER',
      'LANG',
      'KEYBOARD',
      'MONKEY',
      'AUTHOR',
      'TOKENIZER',
    ],
    ...['PASSENGER', 'PATTERN', 'accept', 'content-type', 'BASE_URL', 'COMPASS', 'SECRETARY', ''],
  ]) {
    assert.ok(!isSecretName(name), name)
  }
})

test('a key that is a word of our own records changes none of them', () => {
  const words = ['tool_call', 'in_progress', 'completed', 'agent_error', 'exitCode', 'file_change']
  const env = Object.fromEntries(
    [...words, 'modified', 'entries":['].map((word) => [`${word}_KEY`, word]),
  )
  const redact = acp(env)
  const records: TranscriptRecord[] = [
    { type: 'tool_call', id: '1', tool: 'tool_call', title: '', input: null },
    { type: 'tool_result', id: '1', ok: true, output: '', exitCode: 0 },
    { type: 'plan', entries: [{ content: '', status: 'completed' }] },
    { type: 'file_change', path: '', change: 'modified' },
    { type: 'error', code: 'agent_error', message: '' },
  ]
  for (const record of records) assert.deepEqual(redact(record), record)
  assert.deepEqual(redact({ type: 'message', id: '1', text: 'completed' }), {
    type: 'message',
    id: '1',
    text: '[key]',
  })
})

test('what is nested without end is cut, so that it can be told at all', () => {
  let input: unknown = 'x'
  for (let depth = 0; depth < 100_000; depth++) input = [input]
  const text = JSON.stringify(acp({})({ type: 'tool_call', id: '1', tool: 'x', title: '', input }))
  assert.match(text, /\[\[\["…"\]\]\]/)
  assert.ok(text.length < 300)
})

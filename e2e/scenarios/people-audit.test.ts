import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { AuditEntry } from '@mission-control/protocol'
import { Secret, TOTP } from 'otpauth'
import { openBrowser, PERSON, setUpBrowser } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { CommandLine } from '../setup/command-line.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { invited, PASSWORD } from '../setup/people.ts'
import { assertProblem } from '../setup/problems.ts'
import { KEY, startServer } from '../setup/server.ts'
import { ended, finishCommand } from '../setup/tasks.ts'
import { waitFor } from '../setup/wait.ts'
import { testDeeds } from './people-audit-deeds.ts'
import { testRefusedKeys } from './people-audit-keys.ts'

const server = await startServer(wholeFile, {
  MISSION_CONTROL_TRUST_PROXY: '127.0.0.1',
  MISSION_CONTROL_RATE_LIMIT: '0',
})
const { client, desktopId } = server
const owner = await setUpBrowser(server)
const { user } = await owner.client.account.session()
const OWNER = { kind: 'user', id: user!.id, name: 'Owner' } as const
const [key] = await client.apiKeys.list()
const BY_KEY = { kind: 'key', id: key!.id, name: 'First key' } as const
const SYSTEM = { kind: 'system', id: 'system', name: 'system' }

let seen = 0
/** The entries since the last call, oldest first. */
async function news(): Promise<AuditEntry[]> {
  const entries = await client.audit.list({ limit: 500 })
  const fresh = entries.filter(({ id }) => id > seen).reverse()
  seen = entries[0]?.id ?? 0
  return fresh
}

test('the set-up and each sign-in are in the log, with the session that they began', async () => {
  await openBrowser(server).client.account.signIn(PERSON)
  const entries = await news()
  assert.deepEqual(
    entries.map(({ action, outcome, actor }) => [action, outcome, actor]),
    [
      ['setUp', 'ok', OWNER],
      ['setUp', 'ok', OWNER],
      ['signIn', 'ok', OWNER],
    ].slice(-entries.length),
  )
  for (const { target } of entries.slice(-2)) assert.match(target!, /^session_/)
})

testDeeds(server, owner, { byKey: BY_KEY, byOwner: OWNER })
testRefusedKeys(server)

const task = { type: 'command', content: 'true', desktopId } as const

test('what comes to nothing has no row', async () => {
  await news()
  await assert.rejects(client.tasks.run('task_none'), { code: 'task_not_found' })
  await assert.rejects(client.apiKeys.delete('key_none'), { code: 'api_key_not_found' })
  await assert.rejects(client.desktops.joinTokens.delete('jointoken_none'))
  await assert.rejects(owner.client.account.revokeSession('session_none'))
  assert.deepEqual(await news(), [])
})

test('the same request again, by its Idempotency-Key, is one deed', async () => {
  await news()
  const options = { idempotencyKey: 'once' }
  const first = await client.tasks.create(task, options)
  assert.equal((await client.tasks.create(task, options)).id, first.id)
  assert.deepEqual(
    (await news()).map(({ action, target }) => [action, target]),
    [['createTask', first.id]],
  )
})

test('many at once are a row for each', async () => {
  const tasks = await client.tasks.createBatch({
    tasks: Array.from({ length: 150 }, () => task),
  })
  await news()
  await client.tasks.runMany(tasks.map(({ id }) => id))
  const entries = await news()
  assert.deepEqual(
    new Set(entries.map(({ action, target }) => `${action} ${target}`)),
    new Set(tasks.map(({ id }) => `runTask ${id}`)),
  )
  assert.equal(entries.length, 150)
})

test('events, tasks and approvals name who acted; what follows by itself is the system’s', async () => {
  const { cursor } = await client.overview.getWithCursor()
  const gated = await owner.client.tasks.create({ ...task, requiresApproval: true })
  await client.tasks.run(gated.id)
  await ended(client, gated.id)
  await owner.client.tasks.review(gated.id, { decision: 'approve' })
  const { createdBy, startedBy } = await client.tasks.get(gated.id)
  assert.deepEqual([createdBy, startedBy], [OWNER, BY_KEY])
  const events = await client.activity.list({ after: cursor, taskId: gated.id })
  assert.deepEqual(
    events
      .filter(({ type }) => type !== 'task.queued' && type !== 'task.dequeued')
      .map(({ type, actor }) => [type, actor]),
    [
      ['task.created', OWNER],
      ['task.started', BY_KEY],
      ['task.review', SYSTEM],
      ['approval.created', SYSTEM],
      ['approval.resolved', OWNER],
      ['task.completed', OWNER],
    ],
  )
  const resolved = events.find(({ type }) => type === 'approval.resolved')!
  assert.deepEqual((resolved.payload as { resolver?: unknown }).resolver, OWNER)
  const stream = client.activity.stream({ after: events[0]!.id - 1 })
  for await (const { actor } of stream) {
    assert.deepEqual(actor, OWNER)
    break
  }
})

/** Each is refused from an address of its own. */
const REFUSED: [
  what: string,
  action: string,
  outcome: string,
  ask: (from: Record<string, string>) => Promise<Response>,
][] = [
  [
    'a wrong password',
    'signIn',
    'wrong_credentials',
    (headers) => post('/api/auth/sign-in', headers, { ...PERSON, password: 'wrong horse battery' }),
  ],
  [
    'an unknown user',
    'signIn',
    'wrong_credentials',
    (headers) =>
      post('/api/auth/sign-in', headers, { email: 'bob@example.org', password: 'x'.repeat(20) }),
  ],
  [
    'a wrong set-up link',
    'setUp',
    'wrong_set_up_token',
    (headers) => post('/api/auth/set-up', headers, { token: 'x', ...PERSON }),
  ],
  [
    'a wrong join token',
    'joinDesktop',
    'wrong_join_token',
    (headers) =>
      post('/api/desktops/join', headers, {
        token: 'mcj_x',
        publicKey: 'A'.repeat(43),
        hostname: 'h',
      }),
  ],
  [
    'a wrong API key',
    'listTasks',
    'unauthenticated',
    (headers) =>
      fetch(`${server.url}/api/mission-control/tasks`, {
        headers: { ...headers, 'x-api-key': 'mc_wrong' },
      }),
  ],
  [
    'a code of the second factor that was used before',
    'signIn',
    'wrong_code',
    async (headers) => {
      const [{ account }, { password }] = [owner.client, PERSON]
      const { secret } = await account.startTotp({ password })
      const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
      const { codes } = await account.confirmTotp({ code })
      const answer = await post('/api/auth/sign-in', headers, { ...PERSON, code })
      await account.removeTotp({ password, code: codes[0]! })
      return answer
    },
  ],
  [
    'an answer of a provider that nobody here has been sent to',
    'finishSso',
    'sso_failed',
    async (headers) => {
      const issuer = 'https://id.example.org'
      await client.sso.create({ id: 'own', preset: 'oidc', issuer, clientId: 'mc' })
      const json = { provider: 'own', answer: 'code=x&state=y' }
      const answer = await post('/api/auth/sso/finish', headers, json)
      await client.sso.delete('own')
      return answer
    },
  ],
  [
    'a sign-in that would lead to another site',
    'startSso',
    'invalid_request',
    (headers) =>
      post('/api/auth/sso/start', headers, { provider: 'own', returnTo: '//example.net' }),
  ],
  [
    'one guess too many of a minute',
    'resetPassword',
    'rate_limited',
    async (headers) => {
      const json = { token: 'x', password: PASSWORD }
      const guess = () => post('/api/auth/reset/finish', headers, json)
      for (let i = 0; i < 10; i++) await guess()
      return await guess()
    },
  ],
  [
    'another site',
    'updateSettings',
    'foreign_origin',
    (headers) =>
      fetch(`${server.url}/api/mission-control/settings`, {
        method: 'PATCH',
        headers: { ...headers, 'sec-fetch-site': 'cross-site', cookie: owner.cookie! },
      }),
  ],
]

function post(path: string, headers: Record<string, string>, json: unknown): Promise<Response> {
  return openBrowser(server).request(path, { method: 'POST', json, headers })
}

for (const [i, [what, action, outcome, ask]] of REFUSED.entries()) {
  test(`refused, and in the log: ${what}`, async () => {
    const address = `192.0.2.${10 + i}`
    const answer = await ask({ 'x-forwarded-for': address })
    assert.ok(answer.status >= 400, `${answer.status} ${await answer.text()}`)
    const entry = await waitFor('the row', async () =>
      (await client.audit.list({ outcome: 'refused', limit: 50 })).find(
        (entry) => entry.address === address,
      ),
    )
    assert.deepEqual(
      [entry.action, entry.outcome, entry.actor, entry.count],
      [action, outcome, null, 1],
    )
    if (what === 'a wrong password') assert.equal(entry.target, user!.id)
    if (what === 'an unknown user') assert.equal(entry.target, null)
  })
}

test('nobody learns from their own log who has an account here', async () => {
  const { email } = await invited(server, owner.client, 'viewer', 'Carol')
  await news()
  const passwords = { currentPassword: 'wrong horse battery', newPassword: 'x'.repeat(20) }
  const answer = await owner.request('/api/auth/password', {
    method: 'POST',
    json: { ...passwords, email },
  })
  await assertProblem(answer, 'wrong_credentials')
  const entry = await waitFor('the row', async () => (await news())[0])
  assert.deepEqual([entry.action, entry.target], ['changePassword', null])
})

test('the filters, the pages and the export agree', async () => {
  const all = await client.audit.list({ limit: 500 })
  const pages = []
  for await (const page of client.audit.pages({ limit: 7 })) pages.push(...page)
  assert.deepEqual(pages.slice(0, all.length), all)
  const filtered = await client.audit.list({ action: 'createTask', actor: OWNER.id, limit: 500 })
  assert.deepEqual(
    filtered,
    all.filter(({ action, actor }) => action === 'createTask' && actor?.id === OWNER.id),
  )
  const half = all[Math.floor(all.length / 2)]!
  const since = await client.audit.list({ after: half.at, limit: 500 })
  assert.deepEqual(
    since,
    all.filter(({ at }) => at >= half.at),
  )
  const lines = (await (await client.audit.export()).text()).trimEnd().split('\n')
  assert.deepEqual(
    lines
      .slice(1, -1)
      .map((line) => JSON.parse(line))
      .reverse(),
    pages,
  )
})

test('nothing of secrets or contents is in the log', async () => {
  const secret = 'a-very-secret-word'
  await finishCommand(server, `echo ${secret}`)
  await assert.rejects(
    openBrowser(server).client.account.signIn({
      email: `${secret}@example.org`,
      password: secret.repeat(2),
    }),
  )
  const text = await (await client.audit.export()).text()
  for (const hidden of [secret, KEY, PERSON.password, 'mc_wrong'])
    assert.ok(!text.includes(hidden), hidden)
})

test('the command line exports the log, and finds what was changed in it', async () => {
  const mc = new CommandLine(wholeFile, server)
  const folder = temporaryFolder(wholeFile)
  const file = join(folder, 'audit.jsonl')
  const text = (await mc.run(['audit', 'export'])).stdout
  writeFileSync(file, text)
  const whole = await mc.run(['audit', 'verify', file])
  assert.equal(whole.code, 0, whole.stderr)
  assert.match(whole.stdout, /^All \d+ entries are as they were written, numbers 1 to \d+/)
  writeFileSync(file, text.replace('"action":"updateSettings"', '"action":"updateSettingz"'))
  const changed = await mc.run(['audit', 'verify', file])
  assert.equal(changed.code, 1)
  assert.match(changed.stderr, /^Line \d+: Row \d+ was changed/)
  assert.equal((await mc.run(['audit', 'verify', join(folder, 'none')])).code, 4)
})

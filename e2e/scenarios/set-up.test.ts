import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBrowser, PERSON, setUpBrowser, setUpToken, signedInBrowser } from '../setup/browser.ts'
import type { Scope } from '../setup/cleanup.ts'
import { inDatabase } from '../setup/database.ts'
import { storeOf } from '../setup/engine.ts'
import { openStream } from '../setup/event-stream.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { invited } from '../setup/people.ts'
import { assertProblem } from '../setup/problems.ts'
import { startProgram } from '../setup/processes.ts'
import { startServer, type TestServer } from '../setup/server.ts'

const ENV = { MISSION_CONTROL_LOCAL_DESKTOP: 'off' }

async function setUp(server: TestServer, json: object) {
  return await openBrowser(server).request('/api/auth/set-up', { method: 'POST', json })
}

/** `mission-control set-up-link` on the data directory: what it prints. */
async function newLink(t: Scope, dataDir: string): Promise<string> {
  const home = { MISSION_CONTROL_DATA_DIR: dataDir, ...(await storeOf(dataDir)) }
  const env = { ...home, HOST: '0.0.0.0', PORT: '3456' }
  const program = startProgram(t, ['set-up-link'], env)
  assert.equal(await program.exited, 0, program.stderr())
  assert.match(program.stdout(), /^http:\/\/127\.0\.0\.1:3456\/set-up#[\w-]{43}\n$/)
  return program.stdout().trim().split('#')[1]!
}

test('the first start prints a link on the address at which the server is reached here', async (t) => {
  const server = await startServer(t, { ...ENV, HOST: '0.0.0.0' })
  const { port } = new URL(server.url)
  const line = /^ +Dashboard +(\S+) +\(one time: .*\)$/m.exec(server.program.stdout())
  assert.match(line?.[1] ?? '', new RegExp(`^http://127\\.0\\.0\\.1:${port}/set-up#[\\w-]{43}$`))
})

test('a link works once', async (t) => {
  const server = await startServer(t, ENV)
  const token = setUpToken(server)
  const answers = await Promise.all([
    setUp(server, { token, ...PERSON }),
    setUp(server, { token, ...PERSON, email: 'eve@example.org' }),
  ])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401])
  const refused = await setUp(server, { token, ...PERSON })
  const { detail } = await assertProblem(refused, 'wrong_set_up_token')
  assert.match(detail, /set-up-link/)
  assert.equal(refused.headers.get('set-cookie'), null)
})

test('a wrong token and an unfit password set nothing, and leave the link as it was', async (t) => {
  const server = await startServer(t, ENV)
  const token = setUpToken(server)
  for (const wrong of ['', token.slice(1), `${token}x`, token.toUpperCase()]) {
    await assertProblem(await setUp(server, { token: wrong, ...PERSON }), 'wrong_set_up_token')
  }
  for (const [json, path, message] of [
    [
      { ...PERSON, password: 'x'.repeat(9) },
      'password',
      'expected at least 10 characters, got a text of 9 characters',
    ],
    [
      { ...PERSON, password: 'x'.repeat(129) },
      'password',
      'expected at most 128 characters, got a text of 129 characters',
    ],
    [{ ...PERSON, email: 'ada' }, 'email', 'expected an e-mail address, got "ada"'],
  ] as const) {
    const { errors } = await assertProblem(
      await setUp(server, { token, ...json }),
      'invalid_request',
    )
    assert.deepEqual(errors, [{ path, message }])
  }
  const { client } = openBrowser(server)
  assert.deepEqual(await client.account.session(), {
    user: null,
    workspace: null,
    needsSetUp: true,
  })
  assert.equal((await setUp(server, { token, ...PERSON })).status, 200)
})

test('wrong tokens are limited like wrong keys', async (t) => {
  const server = await startServer(t, ENV)
  for (let i = 0; i < 10; i++) await setUp(server, { token: 'wrong', ...PERSON })
  await assertProblem(await setUp(server, { token: 'wrong', ...PERSON }), 'rate_limited')
})

test('a link is good for 24 hours', async (t) => {
  const server = await startServer(t, ENV)
  const token = setUpToken(server)
  const age = async (hours: number) => {
    const made = Date.now() - hours * 3_600_000
    await inDatabase(server.dataDir, `update set_up_links set created_at = ${made}`)
  }
  await age(24.01)
  await assertProblem(await setUp(server, { token, ...PERSON }), 'wrong_set_up_token')
  await age(23.9)
  assert.equal((await setUp(server, { token, ...PERSON })).status, 200)
})

test('until a password is set each start prints another link; then none', async (t) => {
  const dataDir = temporaryFolder(t)
  // Of several servers only the first prints one.
  const alone = { ...ENV, NATS_URL: '' }
  const first = await startServer(t, alone, dataDir)
  await first.stop()
  const second = await startServer(t, alone, dataDir)
  assert.notEqual(setUpToken(second), setUpToken(first))
  const void_ = await setUp(second, { token: setUpToken(first), ...PERSON })
  await assertProblem(void_, 'wrong_set_up_token')
  assert.equal((await setUp(second, { token: setUpToken(second), ...PERSON })).status, 200)
  await second.stop()

  const third = await startServer(t, alone, dataDir)
  const [, url] = /^ +Dashboard +(\S+)$/m.exec(third.program.stdout()) ?? []
  assert.equal(url, third.url)
  assert.ok(!third.program.stdout().includes('#'))
  const { client } = openBrowser(third)
  assert.deepEqual(await client.account.session(), {
    user: null,
    workspace: null,
    needsSetUp: false,
  })
})

test('a link made beside the running server replaces the password, and all sessions end', async (t) => {
  const server = await startServer(t, ENV)
  const browser = await setUpBrowser(server)
  const stream = await openStream(t, browser)
  const token = await newLink(t, server.dataDir)
  // Until it is used nothing has changed.
  const other = await signedInBrowser(server)

  const person = { email: 'grace@example.org', password: 'a password not forgotten' }
  const fresh = openBrowser(server)
  const { user } = await fresh.client.account.setUp({ token, ...person })
  assert.equal(user.email, person.email)
  while ((await stream.next()) !== null);
  for (const { client } of [browser, other]) {
    await assert.rejects(client.settings.get(), { code: 'unauthenticated' })
  }
  assert.equal((await fresh.client.account.sessions()).length, 1)
  await assert.rejects(other.client.account.signIn(PERSON), { code: 'wrong_credentials' })
  await openBrowser(server).client.account.signIn(person)
  // Keys are another way in: they stay.
  await server.client.settings.get()
})

test('the e-mail address of somebody else is refused in words, and the link stays as it was', async (t) => {
  const server = await startServer(t, ENV)
  const { email } = await invited(server, server.client, 'viewer', 'Eve')
  const token = setUpToken(server)
  const refused = await setUp(server, { token, ...PERSON, email })
  const { errors } = await assertProblem(refused, 'invalid_request')
  const message = `expected an address that no other user has, got "${email}"`
  assert.deepEqual(errors, [{ path: 'email', message }])
  assert.equal((await setUp(server, { token, ...PERSON })).status, 200)
})

test('a newer link makes the one before it void, and so does a change of the password', async (t) => {
  const server = await startServer(t, ENV)
  const browser = await setUpBrowser(server)
  const older = await newLink(t, server.dataDir)
  const newer = await newLink(t, server.dataDir)
  await assertProblem(await setUp(server, { token: older, ...PERSON }), 'wrong_set_up_token')
  const change = { currentPassword: PERSON.password, newPassword: 'chosen meanwhile' }
  await browser.client.account.changePassword(change)
  await assertProblem(await setUp(server, { token: newer, ...PERSON }), 'wrong_set_up_token')
})

test('without a data directory set-up-link says so, and makes none', async (t) => {
  const dataDir = temporaryFolder(t)
  const program = startProgram(t, ['set-up-link'], { MISSION_CONTROL_DATA_DIR: dataDir })
  assert.equal(await program.exited, 1)
  assert.equal(program.stdout(), '')
  assert.match(program.stderr(), /^There is no Mission Control in .*npm start\n$/)
})

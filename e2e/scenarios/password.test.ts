import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBrowser, PERSON, setUpBrowser, signedInBrowser } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { openStream } from '../setup/event-stream.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'

const ENV = { MISSION_CONTROL_LOCAL_DESKTOP: 'off' }
const PASSWORD = '/api/auth/password'
const NEW = 'another horse, another battery'

const server = await startServer(wholeFile, ENV)
const browser = await setUpBrowser(server)
/** The one that counts now. */
let { password } = PERSON

test('a changed password is the one that counts, and all other sessions end', async (t) => {
  const other = await signedInBrowser(server)
  const stream = await openStream(t, other)
  const own = await openStream(t, browser)
  const json = { currentPassword: password, newPassword: NEW }
  assert.equal((await browser.request(PASSWORD, { method: 'POST', json })).status, 204)

  while ((await stream.next()) !== null);
  await assert.rejects(other.client.settings.get(), { code: 'unauthenticated' })
  assert.equal((await browser.client.account.sessions()).length, 1)
  await server.client.desktops.create({ name: 'seen' })
  assert.notEqual(await own.next(), null)

  const { account } = openBrowser(server).client
  await assert.rejects(account.signIn(PERSON), { code: 'wrong_credentials' })
  password = NEW
  await account.signIn({ ...PERSON, password })
  await server.client.settings.get()
})

test('a password has 10 to 128 characters, and the refusal says so', async () => {
  for (const [newPassword, message] of [
    ['nine char', 'expected at least 10 characters, got a text of 9 characters'],
    ['x'.repeat(129), 'expected at most 128 characters, got a text of 129 characters'],
  ] as const) {
    const json = { currentPassword: password, newPassword }
    const refused = await browser.request(PASSWORD, { method: 'POST', json })
    const { errors } = await assertProblem(refused, 'invalid_request')
    assert.deepEqual(errors, [{ path: 'newPassword', message }])
  }
  for (const newPassword of ['ten chars.', 'x'.repeat(128)]) {
    await browser.client.account.changePassword({ currentPassword: password, newPassword })
    password = newPassword
  }
})

test('of two changes at once one is made', async () => {
  const both = ['the first of two', 'the second of two']
  const change = (newPassword: string) => {
    const json = { currentPassword: password, newPassword }
    return browser.request(PASSWORD, { method: 'POST', json })
  }
  const answers = await Promise.all(both.map(change))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 401])
  password = both[answers.findIndex(({ status }) => status === 204)]!
})

test('without the current password nothing changes, and trying is limited', async (t) => {
  const server = await startServer(t, ENV)
  const browser = await setUpBrowser(server)
  const other = await signedInBrowser(server)
  const json = { currentPassword: 'a wrong guess', newPassword: NEW }
  for (let i = 0; i < 10; i++) {
    await assertProblem(
      await browser.request(PASSWORD, { method: 'POST', json }),
      'wrong_credentials',
    )
  }
  await assertProblem(await browser.request(PASSWORD, { method: 'POST', json }), 'rate_limited')
  assert.equal((await other.client.account.sessions()).length, 2)
})

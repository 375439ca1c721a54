import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBrowser, PERSON, setUpBrowser, signedInBrowser } from '../setup/browser.ts'
import { openStream } from '../setup/event-stream.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'

const ENV = { MISSION_CONTROL_LOCAL_DESKTOP: 'off' }
const PASSWORD = '/api/auth/password'
const NEW = 'another horse, another battery'

test('a changed password is the one that counts, and all other sessions end', async (t) => {
  const server = await startServer(t, ENV)
  const browser = await setUpBrowser(server)
  const other = await signedInBrowser(server)
  const stream = await openStream(t, other)
  const own = await openStream(t, browser)
  const json = { currentPassword: PERSON.password, newPassword: NEW }
  assert.equal((await browser.request(PASSWORD, { method: 'POST', json })).status, 204)

  while ((await stream.next()) !== null);
  await assert.rejects(other.client.settings.get(), { code: 'unauthenticated' })
  assert.equal((await browser.client.account.sessions()).length, 1)
  await server.client.desktops.create({ name: 'seen' })
  assert.notEqual(await own.next(), null)

  const { account } = openBrowser(server).client
  await assert.rejects(account.signIn(PERSON), { code: 'wrong_credentials' })
  await account.signIn({ ...PERSON, password: NEW })
  await server.client.settings.get()
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

test('a password has 10 to 128 characters, and the refusal says so', async (t) => {
  const server = await startServer(t, ENV)
  const browser = await setUpBrowser(server)
  for (const [newPassword, message] of [
    ['nine char', 'expected at least 10 characters, got a text of 9 characters'],
    ['x'.repeat(129), 'expected at most 128 characters, got a text of 129 characters'],
  ] as const) {
    const json = { currentPassword: PERSON.password, newPassword }
    const refused = await browser.request(PASSWORD, { method: 'POST', json })
    const { errors } = await assertProblem(refused, 'invalid_request')
    assert.deepEqual(errors, [{ path: 'newPassword', message }])
  }
  let currentPassword = PERSON.password
  for (const newPassword of ['ten chars.', 'x'.repeat(128)]) {
    await browser.client.account.changePassword({ currentPassword, newPassword })
    currentPassword = newPassword
  }
})

test('of two changes at once one is made', async (t) => {
  const server = await startServer(t, ENV)
  const browser = await setUpBrowser(server)
  const change = (newPassword: string) =>
    browser.request(PASSWORD, {
      method: 'POST',
      json: { currentPassword: PERSON.password, newPassword },
    })
  const answers = await Promise.all([change('the first of two'), change('the second of two')])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 401])
})

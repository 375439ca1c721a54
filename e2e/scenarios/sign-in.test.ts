import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBrowser, PERSON, setUpBrowser, setUpToken, signedInBrowser } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { everythingStored } from '../setup/database.ts'
import { assertProblem } from '../setup/problems.ts'
import { KEY, startServer } from '../setup/server.ts'

const ENV = { MISSION_CONTROL_LOCAL_DESKTOP: 'off', MISSION_CONTROL_TRUST_PROXY: '127.0.0.1' }
const server = await startServer(wholeFile, { ...ENV, MISSION_CONTROL_LOG_LEVEL: 'debug' })
const first = await setUpBrowser(server)
const SETTINGS = '/api/mission-control/settings'
const SIGN_IN = '/api/auth/sign-in'

/** From an address of its own, so that its failures count for it alone. */
let addresses = 0
function stranger() {
  const browser = openBrowser(server)
  browser.page['x-forwarded-for'] = `192.0.2.${++addresses}`
  return browser
}

test('before the set-up nobody can sign in, and the session says so', async (t) => {
  const fresh = await startServer(t, ENV)
  const browser = openBrowser(fresh)
  assert.deepEqual(await browser.client.account.session(), {
    user: null,
    workspace: null,
    needsSetUp: true,
  })
  await assertProblem(
    await browser.request(SIGN_IN, { method: 'POST', json: PERSON }),
    'wrong_credentials',
  )
  assert.equal(browser.cookie, undefined)
})

test('the set-up signs in; the session names the user', async () => {
  const { user, needsSetUp } = await first.client.account.session()
  assert.match(user?.id ?? '', /^user_/)
  assert.deepEqual({ ...user, id: '' }, { id: '', email: PERSON.email, name: 'Owner' })
  assert.equal(needsSetUp, false)
})

test('without the cookie, or with a wrong one, there is no session', async () => {
  for (const cookie of [undefined, 'mission_control_session=', `${first.cookie}x`, 'other=1']) {
    const { client } = openBrowser(server, cookie)
    assert.deepEqual(await client.account.session(), {
      user: null,
      workspace: null,
      needsSetUp: false,
    })
    await assert.rejects(client.settings.get(), { code: 'unauthenticated' })
  }
})

test('signing in answers the user and a session of its own', async () => {
  const browser = openBrowser(server)
  const { user } = await browser.client.account.signIn(PERSON)
  assert.deepEqual(user, (await first.client.account.session()).user)
  assert.notEqual(browser.cookie, first.cookie)
  assert.equal((await browser.client.settings.get()).requireApproval, false)
})

test('the case of the e-mail and the spaces around it do not matter', async () => {
  await openBrowser(server).client.account.signIn({
    ...PERSON,
    email: ` ${PERSON.email.toUpperCase()} `,
  })
})

test('a wrong e-mail and a wrong password are answered alike, and set no cookie', async () => {
  const answers = []
  for (const wrong of [
    { ...PERSON, password: 'correct horse batterz' },
    { ...PERSON, password: PERSON.password.toUpperCase() },
    { ...PERSON, password: '' },
    { ...PERSON, email: 'bob@example.org' },
  ]) {
    const refused = await stranger().request(SIGN_IN, { method: 'POST', json: wrong })
    assert.equal(refused.headers.get('set-cookie'), null)
    answers.push((await assertProblem(refused, 'wrong_credentials')).detail)
  }
  assert.equal(new Set(answers).size, 1)
})

test('what is no e-mail and password is invalid', async () => {
  for (const [json, path] of [
    [{ password: PERSON.password }, 'email'],
    [{ ...PERSON, email: 'ada' }, 'email'],
    [{ email: PERSON.email }, 'password'],
    [{ ...PERSON, password: 'x'.repeat(129) }, 'password'],
    [{ ...PERSON, password: { $ne: '' } }, 'password'],
  ] as const) {
    const refused = await stranger().request(SIGN_IN, { method: 'POST', json })
    const { errors } = await assertProblem(refused, 'invalid_request')
    assert.equal(errors?.[0]?.path, path)
  }
})

test('the cookie is out of reach for scripts and other sites, and as lasting as the session', async () => {
  const answer = await stranger().request(SIGN_IN, { method: 'POST', json: PERSON })
  const [cookie = '', ...attributes] = answer.headers.get('set-cookie')!.split('; ')
  assert.match(cookie, /^mission_control_session=[\w-]{43}$/)
  assert.deepEqual(attributes, ['Path=/', 'Max-Age=2592000', 'HttpOnly', 'SameSite=Lax'])
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  const body = await answer.text()
  assert.ok(!body.includes(cookie.split('=')[1]!))
})

test('over https the cookie is Secure; a proxy is believed only where it is trusted', async (t) => {
  const https = { 'x-forwarded-proto': 'https' }
  const signIn = { method: 'POST', json: PERSON, headers: https }
  const secure = await stranger().request(SIGN_IN, signIn)
  assert.match(
    secure.headers.get('set-cookie')!,
    /^__Host-mission_control_session=[\w-]{43}; Path=\/;/,
  )
  assert.match(secure.headers.get('set-cookie')!, /; Secure(;|$)/)

  const alone = await startServer(t, { ...ENV, MISSION_CONTROL_TRUST_PROXY: '' })
  await setUpBrowser(alone)
  const plain = await openBrowser(alone).request(SIGN_IN, signIn)
  assert.doesNotMatch(plain.headers.get('set-cookie')!, /Secure/)
})

test('over https only the cookie of this host alone counts: what a neighbour or plain HTTP has set signs nobody in', async () => {
  const browser = await signedInBrowser(server)
  const plain = browser.cookie!
  browser.page = { ...browser.page, 'x-forwarded-proto': 'https' }
  assert.equal((await browser.client.account.session()).user, null)
  await assert.rejects(browser.client.settings.get(), { code: 'unauthenticated' })

  browser.cookie = `mission_control_session=planted; __Host-${plain}`
  const answer = await browser.request('/api/auth/session')
  assert.ok((await answer.json()).user)
  const [renewed, cleared] = answer.headers.getSetCookie()
  assert.ok(renewed!.startsWith(`__Host-${plain}; Path=/; Max-Age=2592000`))
  assert.match(cleared!, /^mission_control_session=; Path=\/; Max-Age=0;.*; Secure$/)
})

test('asking for the session renews the cookie', async () => {
  const browser = await signedInBrowser(server)
  const answer = await browser.request('/api/auth/session')
  assert.ok(
    answer.headers.get('set-cookie')!.startsWith(`${browser.cookie}; Path=/; Max-Age=2592000`),
  )
  const without = await openBrowser(server).request('/api/auth/session')
  assert.equal(without.headers.get('set-cookie'), null)
})

test('a session is found among other cookies', async () => {
  const { cookie } = await signedInBrowser(server)
  const { client } = openBrowser(server, `a=b; mission_control_sessions=x; ${cookie}; c="d; e"`)
  await client.settings.get()
})

test('signing out ends the session, here and for whoever has copied the cookie', async () => {
  const browser = await signedInBrowser(server)
  const copy = openBrowser(server, browser.cookie)
  await copy.client.settings.get()
  const answer = await browser.request('/api/auth/sign-out', { method: 'POST' })
  assert.equal(answer.status, 204)
  assert.match(answer.headers.get('set-cookie')!, /^mission_control_session=; .*Max-Age=0/)
  assert.equal(browser.cookie, undefined)
  await assertProblem(await copy.request(SETTINGS), 'unauthenticated')
  await first.client.settings.get()
})

test('a key in the header wins over the cookie', async () => {
  const browser = await signedInBrowser(server)
  const wrong = { 'x-api-key': 'mc_wrong', 'x-forwarded-for': '198.51.100.1' }
  await assertProblem(await browser.request(SETTINGS, { headers: wrong }), 'unauthenticated')
  const gone = openBrowser(server, 'mission_control_session=gone')
  assert.equal((await gone.request(SETTINGS, { headers: { 'x-api-key': KEY } })).status, 200)
})

test('after ten failures even the right password is refused for a while, from that address', async () => {
  const browser = stranger()
  const signIn = (password: string) =>
    browser.request(SIGN_IN, { method: 'POST', json: { ...PERSON, password } })
  // A success takes nothing of it.
  assert.equal((await signIn(PERSON.password)).status, 200)
  const wrong = await Promise.all(Array.from({ length: 15 }, (_, i) => signIn(`wrong ${i}`)))
  const statuses = wrong.map(({ status }) => status)
  assert.equal(statuses.filter((status) => status === 401).length, 10)
  assert.equal(statuses.filter((status) => status === 429).length, 5)
  const refused = await signIn(PERSON.password)
  const seconds = Number(refused.headers.get('retry-after'))
  assert.ok(seconds >= 1 && seconds <= 60)
  await assertProblem(refused, 'rate_limited')
  // Who is signed in stays it, and another address is another matter.
  await browser.client.settings.get()
  assert.equal((await stranger().request(SIGN_IN, { method: 'POST', json: PERSON })).status, 200)
})

test('a script with an old key keeps nobody at its address from signing in', async () => {
  const browser = stranger()
  const headers = { 'x-api-key': 'mc_wrong' }
  for (let i = 0; i < 10; i++) await browser.request(SETTINGS, { headers })
  await assertProblem(await browser.request(SETTINGS, { headers }), 'rate_limited')
  assert.equal((await browser.request(SIGN_IN, { method: 'POST', json: PERSON })).status, 200)
})

test('a session that has ended counts as no failure, however often it is asked with', async () => {
  const browser = stranger()
  browser.cookie = 'mission_control_session=gone'
  for (let i = 0; i < 15; i++)
    await assertProblem(await browser.request(SETTINGS), 'unauthenticated')
  assert.equal((await browser.request(SIGN_IN, { method: 'POST', json: PERSON })).status, 200)
})

test('a session outlives a restart of the server', async (t) => {
  const before = await startServer(t, ENV)
  const browser = await setUpBrowser(before)
  assert.equal(await before.stop(), 0)
  const after = await startServer(t, ENV, before.dataDir)
  const { user } = await openBrowser(after, browser.cookie).client.account.session()
  assert.equal(user?.email, PERSON.email)
  await openBrowser(after).client.account.signIn(PERSON)
})

test('password, token and cookie are neither kept in clear nor logged', async () => {
  const browser = await signedInBrowser(server)
  const stored = await everythingStored(server.dataDir)
  assert.ok(stored.includes(PERSON.email))
  for (const secret of [PERSON.password, setUpToken(server), browser.cookie!.split('=')[1]!]) {
    assert.ok(!stored.includes(secret))
    assert.ok(!server.program.stderr().includes(secret))
  }
})

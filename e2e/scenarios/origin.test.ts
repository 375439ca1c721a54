import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBrowser, PERSON, setUpBrowser, setUpToken } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { KEY, startServer } from '../setup/server.ts'

const ENV = { MISSION_CONTROL_LOCAL_DESKTOP: 'off' }
const server = await startServer(wholeFile, ENV)
const { cookie } = await setUpBrowser(server)
const proxied = await startServer(wholeFile, { ...ENV, MISSION_CONTROL_TRUST_PROXY: '127.0.0.1' })
const proxiedCookie = (await setUpBrowser(proxied)).cookie
const SETTINGS = '/api/mission-control/settings'
const { host } = new URL(server.url)

const OWN: Record<string, string>[] = [
  { 'sec-fetch-site': 'same-origin' },
  { 'sec-fetch-site': 'same-origin', origin: server.url },
  { origin: `http://${host}` },
  // As seen by a browser behind a proxy that adds the encryption and keeps the host.
  { origin: `https://${host}` },
]

const FOREIGN: Record<string, string>[] = [
  {},
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
  { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  // What the browser says of its page weighs more than a name, which is the same without encryption.
  { 'sec-fetch-site': 'cross-site', origin: server.url },
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: `http://${host}.evil.example` },
  { origin: 'http://127.0.0.1' },
  { origin: 'http://127.0.0.1:1' },
]

/** A change of the settings with the cookie. */
async function change(page: Record<string, string>, headers = {}) {
  const browser = openBrowser(server, cookie)
  browser.page = page
  return await browser.request(SETTINGS, {
    method: 'PATCH',
    json: { requireApproval: false },
    headers,
  })
}

for (const page of OWN) {
  test(`a change by the cookie is taken from ${JSON.stringify(page)}`, async () => {
    assert.equal((await change(page)).status, 200)
  })
}

for (const page of FOREIGN) {
  const name = JSON.stringify(page)
  test(`a change by the cookie is refused from ${name}, a look is not, nor one by a key`, async () => {
    const { detail } = await assertProblem(await change(page), 'foreign_origin')
    assert.ok(detail.includes('same-origin') && detail.includes(host), detail)

    const browser = openBrowser(server, cookie)
    browser.page = page
    for (const method of ['GET', 'HEAD']) {
      assert.equal((await browser.request(SETTINGS, { method })).status, 200)
    }
    assert.equal((await change(page, { 'x-api-key': KEY })).status, 200)
  })
}

test('a foreign change has no effect, on any kind of route', async () => {
  const browser = openBrowser(server, cookie)
  browser.page = { 'sec-fetch-site': 'cross-site' }
  const foreign = async (method: string, path: string, json?: object) =>
    await assertProblem(await browser.request(path, { method, json }), 'foreign_origin')
  const { id } = await server.client.desktops.create({ name: 'stays' })
  await foreign('DELETE', `/api/desktops/${id}`)
  await foreign('POST', '/api/auth/api-keys', { name: 'foreign' })
  await foreign('PATCH', SETTINGS, { requireApproval: true })
  await foreign('POST', '/api/auth/sign-out')
  await foreign('POST', '/api/nothing/here')
  assert.equal((await server.client.desktops.get(id)).name, 'stays')
  assert.ok((await server.client.apiKeys.list()).every(({ name }) => name !== 'foreign'))
  assert.equal((await server.client.settings.get()).requireApproval, false)
  assert.ok((await openBrowser(server, cookie).client.account.session()).user)
})

test('a session that has ended is no matter of the origin', async () => {
  const browser = openBrowser(server, 'mission_control_session=gone')
  browser.page = { 'sec-fetch-site': 'cross-site' }
  const refused = await browser.request(SETTINGS, { method: 'PATCH', json: {} })
  await assertProblem(refused, 'unauthenticated')
})

test('another site signs nobody in; a program that is no browser may', async (t) => {
  const fresh = await startServer(t, ENV)
  const setUp = { token: setUpToken(fresh), ...PERSON }
  for (const [path, json] of [
    ['/api/auth/set-up', setUp],
    ['/api/auth/sign-in', PERSON],
  ] as const) {
    const browser = openBrowser(fresh)
    for (const page of FOREIGN.slice(1)) {
      browser.page = page
      const refused = await browser.request(path, { method: 'POST', json })
      assert.equal(refused.headers.get('set-cookie'), null)
      await assertProblem(refused, 'foreign_origin')
    }
    browser.page = {}
    assert.equal((await browser.request(path, { method: 'POST', json })).status, 200)
    browser.page = { origin: fresh.url }
    assert.equal(
      (await browser.request('/api/auth/sign-in', { method: 'POST', json: PERSON })).status,
      200,
    )
  }
})

test('the host that a trusted proxy was asked for counts, and nobody else’s word', async () => {
  const page = { origin: 'https://fleet.example', 'x-forwarded-host': 'fleet.example' }
  const behind = openBrowser(proxied, proxiedCookie)
  behind.page = page
  const json = { requireApproval: false }
  assert.equal((await behind.request(SETTINGS, { method: 'PATCH', json })).status, 200)
  behind.page = { ...page, origin: 'https://evil.example' }
  const refused = await behind.request(SETTINGS, { method: 'PATCH', json })
  const { detail } = await assertProblem(refused, 'foreign_origin')
  assert.ok(detail.includes('fleet.example'))
  await assertProblem(await change(page), 'foreign_origin')
})

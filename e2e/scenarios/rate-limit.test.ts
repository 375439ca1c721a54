import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBrowser, PERSON, setUpToken } from '../setup/browser.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { assertProblem } from '../setup/problems.ts'
import { KEY, startServer, type TestServer } from '../setup/server.ts'

const WITHOUT_DESKTOP = { MISSION_CONTROL_LOCAL_DESKTOP: 'off' }
const strict = await startServer(wholeFile, {
  ...WITHOUT_DESKTOP,
  MISSION_CONTROL_RATE_LIMIT: '5',
  MISSION_CONTROL_TRUST_PROXY: '127.0.0.1',
})
const free = await startServer(wholeFile, { ...WITHOUT_DESKTOP, MISSION_CONTROL_RATE_LIMIT: '0' })
const SETTINGS = '/api/mission-control/settings'

function assertLimit(response: Response, limit: number): void {
  const seconds = Number(response.headers.get('retry-after'))
  assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 60)
  assert.equal(response.headers.get('ratelimit-limit'), `${limit}`)
  assert.equal(response.headers.get('ratelimit-remaining'), '0')
  assert.equal(response.headers.get('ratelimit-reset'), `${seconds}`)
}

test('a key has so many requests a minute; further ones are 429 and have no effect', async () => {
  const other = await strict.client.apiKeys.create('other')
  for (let i = 0; i < 4; i++) assert.equal((await strict.request(SETTINGS)).status, 200)
  const json = { requireApproval: true }
  const refused = await strict.request(SETTINGS, { method: 'PATCH', json })
  assertLimit(refused, 5)
  await assertProblem(refused, 'rate_limited')
  await assertProblem(await strict.request('/api/mission-control/activity/stream'), 'rate_limited')

  // Each key has its own count, and what needs no key is not counted.
  const headers = { 'x-api-key': other.key }
  const settings = await strict.request(SETTINGS, { headers })
  assert.deepEqual(await settings.json(), {
    agentFrom: null,
    requireApproval: false,
    approverRole: 'approver',
    approveOwn: true,
    approvalQuorum: 1,
    approvalReminderSeconds: null,
    permissionTimeoutSeconds: 600,
  })
  for (let i = 0; i < 10; i++) await strict.client.health()
  for (let i = 0; i < 4; i++) await strict.request(SETTINGS, { headers })
  await assertProblem(await strict.request(SETTINGS, { headers }), 'rate_limited')
})

test('0 is no limit', async () => {
  for (let i = 0; i < 50; i++) assert.equal((await free.request(SETTINGS)).status, 200)
})

test('after ten wrong keys further ones are 429; a right key is never held up', async () => {
  const wrong = (headers = {}) =>
    free.request(SETTINGS, { headers: { 'x-api-key': 'mc_wrong', ...headers } })
  for (let i = 0; i < 10; i++) await assertProblem(await wrong(), 'unauthenticated')
  const refused = await wrong()
  assertLimit(refused, 10)
  await assertProblem(refused, 'rate_limited')
  // Nobody's word about their own address counts where no proxy is trusted.
  await assertProblem(await wrong({ 'x-forwarded-for': '192.0.2.1' }), 'rate_limited')
  await assertProblem(await wrong({ 'x-forwarded-for': '192.0.2.2' }), 'rate_limited')
  const said = free.program.stderr().split('MISSION_CONTROL_TRUST_PROXY').length - 1
  assert.equal(said, 1, 'the log tells once of a proxy that was not named')

  assert.equal((await free.request(SETTINGS)).status, 200)
  await assertProblem(await fetch(free.url + SETTINGS), 'unauthenticated')
  assert.equal((await free.request(SETTINGS, { headers: { 'x-api-key': KEY } })).status, 200)
})

/** What else can be guessed counts like a password, and costs the server no hash. */
const guess = ({ request }: TestServer, address: string) =>
  request('/api/auth/set-up', {
    method: 'POST',
    json: { token: 'wrong', ...PERSON },
    headers: { 'x-forwarded-for': address },
  })

test('wrong passwords keep no wrong key from its answer: each has its own count', async () => {
  const wrongKey = () => strict.request(SETTINGS, { headers: { 'x-api-key': 'mc_wrong' } })
  for (let i = 0; i < 10; i++) await assertProblem(await guess(strict, ''), 'wrong_set_up_token')
  assertLimit(await guess(strict, ''), 10)
  await assertProblem(await wrongKey(), 'unauthenticated')
})

test('an address of IPv6 counts by its /64', async () => {
  for (let i = 0; i < 10; i++) {
    await assertProblem(await guess(strict, `2001:db8::${i}`), 'wrong_set_up_token')
  }
  await assertProblem(await guess(strict, '2001:db8::ffff:1'), 'rate_limited')
  await assertProblem(await guess(strict, '2001:db8:0:1::1'), 'wrong_set_up_token')
})

for (const [trusted, believed] of [
  ['true', '192.0.2.1'],
  ['2', '192.0.2.2'],
] as const) {
  test(`MISSION_CONTROL_TRUST_PROXY=${trusted} believes no more of X-Forwarded-For than that`, async (t) => {
    const env = { ...WITHOUT_DESKTOP, MISSION_CONTROL_TRUST_PROXY: trusted }
    const server = await startServer(t, env)
    const forwarded = { 'x-forwarded-for': '192.0.2.3, 192.0.2.2, 192.0.2.1' }
    const json = { token: setUpToken(server), ...PERSON }
    const browser = openBrowser(server)
    browser.page = { ...browser.page, ...forwarded }
    const answer = await browser.request('/api/auth/set-up', { method: 'POST', json })
    assert.equal(answer.status, 200)
    const [session] = await browser.client.account.sessions()
    assert.equal(session?.ipAddress, believed)
  })
}

test('behind a trusted proxy each forwarded address has its own count of wrong keys', async () => {
  const from = (address: string) =>
    strict.request(SETTINGS, {
      headers: { 'x-api-key': 'mc_wrong', 'x-forwarded-for': address },
    })
  for (let i = 0; i < 10; i++) await assertProblem(await from('192.0.2.1'), 'unauthenticated')
  await assertProblem(await from('192.0.2.1'), 'rate_limited')
  await assertProblem(await from('192.0.2.2'), 'unauthenticated')
  // The nearest address that is not the proxy's is the client's; what stands before it is hearsay.
  await assertProblem(await from('192.0.2.3, 192.0.2.1'), 'rate_limited')
})

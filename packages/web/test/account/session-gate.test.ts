import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import { SessionGate } from '../../src/account/session-gate.ts'

let signedIn = true
let asked: string[] = []
let code = 'unauthenticated'
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`)
  response.writeHead(signedIn ? 200 : 401, { 'content-type': 'application/problem+json' })
  response.end(JSON.stringify(signedIn ? { fine: true } : { code }))
})
let base = ''

before(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  Object.assign(globalThis, { location: { href: `${base}/` } })
})
after(() => server.close())
beforeEach(() => {
  signedIn = true
  asked = []
  code = 'unauthenticated'
})

function expiry(gate: SessionGate): Promise<void> {
  return new Promise((done) => gate.subscribe(() => gate.isExpired() && done()))
}

test('what is refused because the session has ended is sent again after signing in', async () => {
  const gate = new SessionGate()
  signedIn = false
  const expired = expiry(gate)
  const sent = gate.fetch(`${base}/api/mission-control/tasks`, { method: 'POST', body: '{}' })
  await expired
  signedIn = true
  gate.renewed()
  assert.deepEqual(await (await sent).json(), { fine: true })
  assert.deepEqual(asked, ['POST /api/mission-control/tasks', 'POST /api/mission-control/tasks'])
  assert.equal(gate.isExpired(), false)
})

test('what waits for a sign-in can be given up', async () => {
  const gate = new SessionGate()
  signedIn = false
  const expired = expiry(gate)
  const leaving = new AbortController()
  const sent = gate.fetch(`${base}/api/mission-control/tasks`, { signal: leaving.signal })
  await expired
  leaving.abort()
  await assert.rejects(sent, { name: 'AbortError' })
})

test('a wrong password is an answer, not the end of the session', async () => {
  const gate = new SessionGate()
  signedIn = false
  code = 'wrong_credentials'
  for (const path of ['sign-in', 'set-up', 'password', 'passkeys/start', 'passkey']) {
    assert.equal((await gate.fetch(`${base}/api/auth/${path}`, { method: 'POST' })).status, 401)
  }
  code = 'wrong_passkey'
  assert.equal((await gate.fetch(`${base}/api/auth/passkeys`, { method: 'POST' })).status, 401)
  assert.equal(gate.isExpired(), false)
})

test('a password is changed by a session, which may have ended as well', async () => {
  const gate = new SessionGate()
  signedIn = false
  const expired = expiry(gate)
  const sent = gate.fetch(`${base}/api/auth/password`, { method: 'POST' })
  await expired
  signedIn = true
  gate.renewed()
  assert.equal((await sent).status, 200)
})

test('while somebody signs out nothing asks them to sign in', async () => {
  const gate = new SessionGate()
  gate.close()
  gate.expire()
  assert.equal(gate.isExpired(), false)
  gate.open()
  gate.expire()
  assert.equal(gate.isExpired(), true)
})

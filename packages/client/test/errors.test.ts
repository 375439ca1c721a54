import assert from 'node:assert/strict'
import test from 'node:test'
import { problem } from '@mission-control/protocol'
import { ApiError, ConnectionError, createClient } from '../src/index.ts'
import { deadAddress, fakeServer, json } from './setup/fake-server.ts'

async function refused(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => assert.fail('was not refused'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof ApiError, String(error))
  return error
}

test('a problem document becomes an ApiError with all it says', async (t) => {
  const invalid = problem('invalid_request', 'Expected text, got none', [
    { path: 'content', message: 'expected text that is not blank' },
  ])
  const { baseUrl } = await fakeServer(t, (_, response) => json(response, 400, invalid))
  const error = await refused(
    createClient({ baseUrl }).tasks.create({ type: 'command', content: ' ', desktopId: 'd' }),
  )
  assert.equal(error.status, 400)
  assert.equal(error.code, 'invalid_request')
  assert.equal(error.detail, 'Expected text, got none')
  assert.equal(error.message, error.detail)
  assert.deepEqual(error.errors, invalid.errors)
  assert.equal(error.retryAfter, null)
})

test('Retry-After is understood in seconds and as a date', async (t) => {
  const date = new Date(Date.now() + 60_000).toUTCString()
  const { baseUrl } = await fakeServer(t, ({ url }, response) => {
    const after = url.endsWith('overview') ? date : '7'
    json(response, 429, problem('rate_limited', 'slow down'), { 'retry-after': after })
  })
  const client = createClient({ baseUrl })
  assert.equal((await refused(client.tasks.list({}, { retries: 0 }))).retryAfter, 7)
  const { retryAfter } = await refused(client.overview.get())
  assert.ok(retryAfter !== null && retryAfter > 30 && retryAfter <= 60, String(retryAfter))
})

for (const [what, body] of [
  ['page', '<html>Bad gateway</html>'],
  ['nothing', ''],
  ['other JSON', '"no"'],
  ['a code from the future', '{"code":"not_yet_known"}'],
] as const) {
  test(`a refusal that is not a known problem document (${what}) has the code unknown`, async (t) => {
    const { baseUrl } = await fakeServer(t, (_, response) => response.writeHead(502).end(body))
    const error = await refused(createClient({ baseUrl }).tasks.list())
    assert.equal(error.status, 502)
    assert.equal(error.code, 'unknown')
    assert.equal(error.detail, 'HTTP 502 Bad Gateway')
  })
}

test('a page where JSON is expected is refused in words', async (t) => {
  const { baseUrl } = await fakeServer(t, (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>'),
  )
  const error = await refused(createClient({ baseUrl }).tasks.list())
  assert.match(error.detail, /^expected JSON from http.*\/tasks, got text\/html$/)
})

test('an address at which nobody listens is a ConnectionError that names the reason', async () => {
  const client = createClient({ baseUrl: await deadAddress() })
  await assert.rejects(client.tasks.list(), (error: unknown) => {
    assert.ok(error instanceof ConnectionError)
    assert.match(error.message, /127\.0\.0\.1:\d+\/api.*ECONNREFUSED/)
    return true
  })
})

test('an answer that breaks off is a ConnectionError', async (t) => {
  const { baseUrl } = await fakeServer(t, (_, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('[{"id":', () => response.destroy())
  })
  await assert.rejects(createClient({ baseUrl }).tasks.list(), ConnectionError)
})

test("an abort rejects with the signal's own reason", async (t) => {
  const stop = new AbortController()
  const reason = new Error('enough')
  const { baseUrl } = await fakeServer(t, () => stop.abort(reason))
  await assert.rejects(createClient({ baseUrl }).tasks.list({}, { signal: stop.signal }), reason)
})

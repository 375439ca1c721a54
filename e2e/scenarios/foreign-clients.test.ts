import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { wholeFile } from '../setup/cleanup.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { assertProblem } from '../setup/problems.ts'
import { KEY, startServer } from '../setup/server.ts'

const MC = '/api/mission-control'
const keyFile = join(temporaryFolder(wholeFile), 'key')
writeFileSync(keyFile, `${KEY}\n`)
const server = await startServer(wholeFile, {
  MISSION_CONTROL_LOCAL_DESKTOP: 'off',
  MISSION_CONTROL_API_KEY: '',
  MISSION_CONTROL_API_KEY_FILE: keyFile,
  MISSION_CONTROL_TRUST_PROXY: 'true',
})
const { client, url } = server
const { id: desktopId } = await client.desktops.create({ name: 'never connected' })
const task = { type: 'command', content: 'true', desktopId } as const
await client.tasks.createBatch({ tasks: Array.from({ length: 10 }, () => task) })

for (const [method, path, json, id] of [
  ['POST', `${MC}/tasks`, task, true],
  ['POST', `${MC}/tasks/batch`, { tasks: [task] }, false],
  ['POST', '/api/desktops', { name: 'another' }, true],
  ['POST', '/api/auth/api-keys', { name: 'another' }, true],
] as const) {
  test(`${path} says where what it has created is`, async () => {
    const answer = await server.request(path, { method, json })
    assert.equal(answer.status, 201)
    const place = id ? `${path}/${(await answer.json()).id}` : `${MC}/tasks`
    assert.equal(answer.headers.get('location'), url + place)
  })
}

test('a repetition with a key says it again', async () => {
  const headers = { 'idempotency-key': 'placed' }
  const create = () => server.request(`${MC}/tasks`, { method: 'POST', json: task, headers })
  const [first, second] = [await create(), await create()]
  assert.equal(second.headers.get('location'), first.headers.get('location'))
  assert.equal(first.headers.get('location'), `${url}${MC}/tasks/${(await first.json()).id}`)
})

const FORWARDED = {
  'x-forwarded-for': '192.0.2.1',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'control.example.org',
  'x-forwarded-prefix': '/mc',
}
for (const [what, headers, base] of [
  ['as the proxy shows the server', FORWARDED, 'https://control.example.org/mc'],
  [
    'without a prefix that is none',
    { ...FORWARDED, 'x-forwarded-prefix': '"><' },
    'https://control.example.org',
  ],
  ['without a proxy', {}, url],
] as const) {
  test(`addresses are absolute: ${what}`, async () => {
    const { headers: got } = await server.request(`${MC}/tasks?limit=2&status=pending`, { headers })
    const link = /^<(.+)>; rel="next"$/.exec(got.get('link')!)![1]!
    assert.ok(link.startsWith(`${base}${MC}/tasks?limit=2&cursor=task_`), link)
    assert.ok(link.endsWith('&status=pending'), link)
    const { servers } = await (await server.request('/api/openapi.json', { headers })).json()
    assert.equal(servers[0].url, base)
  })
}

for (const [accepted, encoding] of [
  ['gzip', 'gzip'],
  ['gzip, deflate, br', 'br'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['identity', null],
  ['gzip;q=0', null],
  ['*', null],
] as const) {
  test(`JSON is compressed for a client that takes ${accepted}: ${encoding ?? 'not'}`, async () => {
    const headers = { 'accept-encoding': accepted }
    const answer = await server.request(`${MC}/tasks`, { headers })
    assert.equal(answer.headers.get('content-encoding'), encoding)
    assert.match(answer.headers.get('vary') ?? '', /accept-encoding/)
    assert.ok((await answer.json()).length > 9)
  })
}

test('short answers and streams are not compressed', async () => {
  const headers = { 'accept-encoding': 'gzip, br' }
  for (const path of [`${MC}/settings`, `${MC}/activity?limit=100`, `${MC}/activity/stream`]) {
    const stop = new AbortController()
    const answer = await server.request(path, { headers, signal: stop.signal })
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('content-encoding'), null, path)
    stop.abort()
  }
})

for (const [method, path, allow] of [
  ['GET', `${MC}/tasks/task_1/run`, 'POST'],
  ['PUT', `${MC}/tasks`, 'GET, HEAD, POST'],
  ['POST', `${MC}/tasks/task_1`, 'GET, HEAD, DELETE'],
  ['DELETE', `${MC}/activity/stream`, 'GET'],
  ['POST', '/api/health', 'GET, HEAD'],
  ['GET', '/api/auth/sign-in', 'POST'],
  ['POST', '/', 'GET, HEAD'],
] as const) {
  test(`${method} ${path}: 405 that names ${allow}`, async () => {
    const answer = await server.request(path, { method })
    const allowed = answer.headers.get('allow')?.split(', ').toSorted()
    await assertProblem(answer, 'method_not_allowed')
    assert.deepEqual(allowed, allow.split(', ').toSorted())
  })
}

test('what is at a path is told to nobody without a key', async () => {
  await assertProblem(await fetch(`${url}${MC}/tasks`, { method: 'PUT' }), 'unauthenticated')
  await assertProblem(await server.request('/api/nothing', { method: 'PUT' }), 'route_not_found')
})

test('a compressed body is 415', async () => {
  const body = new Uint8Array(gzipSync(JSON.stringify(task)))
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
  const answer = await server.request(`${MC}/tasks`, { method: 'POST', body, headers })
  const { detail } = await assertProblem(answer, 'unsupported_media_type')
  assert.match(detail, /got gzip/)
})

for (const [path, json, message] of [
  ['tasks?status=foo', undefined, /^expected one of "pending", "running", .*, got "foo"$/],
  ['tasks?limit=many', undefined, /^expected .*, got "many"$/],
  ['tasks', { ...task, content: 7 }, /^expected string, got 7$/],
  ['tasks', { ...task, content: '' }, /^expected text that is not blank, got ""$/],
  ['tasks', { ...task, content: undefined }, /^expected string, got nothing$/],
  ['tasks', { ...task, type: 'x'.repeat(99) }, /^expected one of .*, got "x{60}…"$/],
  ['tasks/batch', { tasks: [] }, /^expected .*, got a list of 0$/],
  ['tasks/batch', null, /^expected object, got null$/],
] as const) {
  test(`an error says what was got: ${path} ${JSON.stringify(json)?.slice(0, 60)}`, async () => {
    const method = json === undefined ? 'GET' : 'POST'
    const answer = await server.request(`${MC}/${path}`, { method, json })
    const { errors } = await assertProblem(answer, 'invalid_request')
    assert.match(errors![0]!.message, message)
  })
}

const SECRET = 'hunter2-and-more'
for (const [path, method, body] of [
  ['/api/auth/sign-in', 'POST', { email: 'ada@example.org', password: SECRET.repeat(20) }],
  ['/api/auth/set-up', 'POST', { token: 1, email: 'ada', password: SECRET.slice(0, 9) }],
  ['/api/auth/sign-in', 'POST', SECRET],
  ['/api/auth/sign-in', 'POST', `{"email": "a", "password": "${SECRET}",}`],
  [`/api/desktops/${desktopId}/agent`, 'PUT', { kind: 'builtin', apiKey: `${SECRET} x` }],
  [`/api/desktops/${desktopId}/agent`, 'PUT', { kind: 'builtin', headers: { a: `${SECRET}\n` } }],
  [
    `/api/desktops/${desktopId}/agent`,
    'PUT',
    { kind: 'chat', baseUrl: `http://u:${SECRET}@host/` },
  ],
] as const) {
  test(`no error holds a secret: ${method} ${path.replace(desktopId, ':id')} ${JSON.stringify(body).slice(0, 40)}`, async () => {
    const isText = typeof body === 'string' && body.startsWith('{')
    const answer = await server.request(path, {
      method,
      body: isText ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
    assert.equal(answer.status, 400)
    assert.doesNotMatch(await answer.text(), /hunter2/)
  })
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError, createClient } from '@mission-control/client'
import { type Route, routes } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { everythingStored } from '../setup/database.ts'
import { openStream } from '../setup/event-stream.ts'
import { assertProblem } from '../setup/problems.ts'
import { KEY, startServer } from '../setup/server.ts'

const server = await startServer(wholeFile, { MISSION_CONTROL_LOG_LEVEL: 'debug' })
const { client, url } = server
const TASKS = '/api/mission-control/tasks'
const all = Object.values(routes) as Route[]
const pathOf = (route: Route) => route.path.replace(':id', 'some_id')

/** Without the owner's key. */
async function ask(path: string, headers: Record<string, string> = {}, init: RequestInit = {}) {
  return await fetch(url + path, { ...init, headers })
}

for (const route of all.filter((each) => !each.open)) {
  test(`${route.method} ${route.path} needs a key`, async () => {
    await assertProblem(await ask(pathOf(route), {}, { method: route.method }), 'unauthenticated')
  })
}

for (const route of all.filter((each) => each.open)) {
  test(`${route.method} ${route.path} needs no key`, async () => {
    const response = await ask(pathOf(route), {}, { method: route.method })
    // What a POST lacks then is its body, the header that this server believes nobody, or a host's name.
    const expected = route.method === 'GET' ? [200] : route.body ? [400] : [403, 409]
    assert.ok(expected.includes(response.status), `${response.status}`)
    await response.body?.cancel()
  })
}

test('who has no key learns nothing: 401 comes before 400, 404, 413 and 415', async () => {
  const post = (body: string | Uint8Array<ArrayBuffer>, type: string) =>
    ask(TASKS, { 'content-type': type }, { method: 'POST', body })
  await assertProblem(await post('{', 'application/json'), 'unauthenticated')
  await assertProblem(await post('x', 'text/plain'), 'unauthenticated')
  const large = new Uint8Array(1024 * 1024 + 1)
  await assertProblem(await post(large, 'application/json'), 'unauthenticated')
  await assertProblem(await ask(`${TASKS}?limit=x`), 'unauthenticated')
  await assertProblem(await ask('/api/nothing/here'), 'unauthenticated')
})

test('a key is accepted in x-api-key and as a bearer token', async () => {
  assert.equal((await ask(TASKS, { 'x-api-key': KEY })).status, 200)
  assert.equal((await ask(TASKS, { authorization: `Bearer ${KEY}` })).status, 200)
  assert.equal((await ask(TASKS, { authorization: `bearer ${KEY}` })).status, 200)
})

test('a key is not accepted wrong, cut, in another case, as a prefix or by another scheme', async () => {
  for (const wrong of [
    'mc_wrong',
    KEY.slice(0, -1),
    KEY.toUpperCase(),
    `${KEY}x`,
    `${KEY}, ${KEY}`,
  ]) {
    await assertProblem(await ask(TASKS, { 'x-api-key': wrong }), 'unauthenticated')
  }
  const basic = { authorization: `Basic ${btoa(`:${KEY}`)}` }
  await assertProblem(await ask(TASKS, basic), 'unauthenticated')
  await assertProblem(await ask(TASKS, { cookie: `key=${KEY}` }), 'unauthenticated')
})

const GETS = all.filter((route) => route.method === 'GET' && !route.open)

for (const route of GETS.filter((each) => each.produces === 'events')) {
  test(`${route.path} accepts apiKey as a parameter`, async () => {
    const response = await ask(`${pathOf(route)}?apiKey=${KEY}`)
    assert.equal(response.status, 200)
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/)
    await response.body?.cancel()
  })
}

for (const route of GETS.filter((each) => each.produces !== 'events')) {
  test(`GET ${route.path} does not accept apiKey as a parameter`, async () => {
    await assertProblem(await ask(`${pathOf(route)}?apiKey=${KEY}`), 'unauthenticated')
  })
}

test('a wrong key in the parameter is refused', async () => {
  const path = '/api/mission-control/activity/stream?apiKey=mc_wrong'
  await assertProblem(await ask(path), 'unauthenticated')
})

test('a new key is shown once, works, and is listed by its last characters only', async () => {
  const created = await client.apiKeys.create('build machine')
  assert.match(created.key, /^mc_[!-~]{32,}$/)
  assert.equal(created.last4, created.key.slice(-4))
  assert.equal(new Date(created.createdAt).toISOString(), created.createdAt)
  const withIt = createClient({ baseUrl: url, apiKey: created.key })

  const text = await (await server.request('/api/auth/api-keys')).text()
  assert.ok(!text.includes(created.key))
  const listed = (await withIt.apiKeys.list()).find(({ id }) => id === created.id)
  const { key: _, lastUsedAt: __, ...shown } = created
  assert.deepEqual({ ...listed, lastUsedAt: undefined }, { ...shown, lastUsedAt: undefined })
})

test('keys are listed newest first, and all see the same workspace', async () => {
  const older = await client.apiKeys.create('older')
  const newer = await client.apiKeys.create('newer')
  const ids = (await client.apiKeys.list()).map(({ id }) => id)
  assert.deepEqual(ids.slice(0, 2), [newer.id, older.id])
  const desktops = await createClient({ baseUrl: url, apiKey: newer.key }).desktops.list()
  assert.deepEqual(
    desktops.map(({ id }) => id),
    [server.desktopId],
  )
})

test('a revoked key is refused at once and no longer listed; the others go on', async () => {
  const revoked = await client.apiKeys.create('revoked')
  const kept = await client.apiKeys.create('kept')
  const withRevoked = createClient({ baseUrl: url, apiKey: revoked.key })
  await withRevoked.tasks.list()
  await client.apiKeys.delete(revoked.id)

  await assert.rejects(withRevoked.tasks.list(), { code: 'unauthenticated', status: 401 })
  const ids = (await client.apiKeys.list()).map(({ id }) => id)
  assert.ok(!ids.includes(revoked.id))
  assert.ok(ids.includes(kept.id))
  await createClient({ baseUrl: url, apiKey: kept.key }).tasks.list()
  await assert.rejects(client.apiKeys.delete(revoked.id), (error) => {
    assert.ok(error instanceof ApiError)
    return error.code === 'api_key_not_found'
  })
})

for (const route of GETS.filter((each) => each.produces === 'events')) {
  test(`${route.path} ends when its key is revoked, and goes on when another is`, async (t) => {
    const [revoked, kept] = [await client.apiKeys.create('a'), await client.apiKeys.create('b')]
    const open = (key: string) =>
      openStream(t, { request: (path) => ask(path, { 'x-api-key': key }) }, route.path)
    const ends = await open(revoked.key)
    const goesOn = await open(kept.key)
    await client.apiKeys.delete(revoked.id)
    while ((await ends.next()) !== null);
    const { id } = await client.desktops.create({ name: 'seen' })
    await client.tasks.create({ type: 'command', content: 'true', desktopId: id })
    while (!JSON.stringify((await goesOn.nextData()).data).includes(id));
  })
}

test('a key may revoke itself', async () => {
  const own = await client.apiKeys.create('own')
  const withOwn = createClient({ baseUrl: url, apiKey: own.key })
  await withOwn.apiKeys.delete(own.id)
  await assert.rejects(withOwn.apiKeys.list(), { code: 'unauthenticated' })
})

test('a key is neither kept on disk nor logged, a credential nor either', async () => {
  const { key } = await client.apiKeys.create('a name that is kept')
  const { credential } = await client.desktops.create({ name: 'a desktop that is kept' })
  const stream = await ask(`/api/mission-control/activity/stream?apiKey=${key}`)
  await stream.body?.cancel()
  await assertProblem(
    await ask(`/api/mission-control/activity/stream?apiKey=${key}&after=x`),
    'invalid_request',
  )

  const stored = await everythingStored(server.dataDir)
  assert.ok(stored.includes('a name that is kept'))
  assert.ok(stored.includes('a desktop that is kept'))
  for (const secret of [key, credential, KEY]) {
    assert.ok(!stored.includes(secret))
    assert.ok(!server.program.stderr().includes(secret))
  }
})

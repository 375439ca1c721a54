import assert from 'node:assert/strict'
import test from 'node:test'
import { type Problem, problem } from '@mission-control/protocol'
import { ApiError, ConnectionError, createClient } from '../src/index.ts'
import { fakeServer, json, type Seen } from './setup/fake-server.ts'

const TASK = { type: 'command', content: 'true', desktopId: 'd' } as const
const keyOf = ({ headers }: Seen) => headers['idempotency-key']

for (const [what, status, body] of [
  ['a server that restarts', 503, problem('internal', 'restarting')],
  ['a proxy that has no server', 502, ''],
  ['a proxy whose server says nothing', 504, ''],
  ['a rate limit', 429, problem('rate_limited', 'slow down')],
  ['a first request under way', 409, problem('idempotency_in_flight', 'wait')],
] as [string, number, Problem | string][]) {
  test(`${what} that says when to come back is asked again, with the same key`, async (t) => {
    const { baseUrl, seen } = await fakeServer(t, (_, response) => {
      if (seen.length === 1) json(response, status, body, { 'retry-after': '0' })
      else json(response, 201, { id: 'task_1' })
    })
    const { id } = await createClient({ baseUrl }).tasks.create(TASK)
    assert.equal(id, 'task_1')
    assert.equal(seen.length, 2)
    assert.match(`${keyOf(seen[0]!)}`, /^[0-9a-f]{32}$/)
    assert.equal(keyOf(seen[1]!), keyOf(seen[0]!))
    assert.equal(seen[1]!.body, seen[0]!.body)
  })
}

test('an answer that broke off is asked for again; each call has a key of its own', async (t) => {
  const { baseUrl, seen } = await fakeServer(t, (_, response) => {
    if (seen.length % 2 === 0) return json(response, 200, { id: 'task_1' })
    response.writeHead(200, { 'content-length': '100' })
    return response.write('{"id":', () => response.destroy())
  })
  const { tasks } = createClient({ baseUrl })
  assert.equal((await tasks.run('task_1')).id, 'task_1')
  assert.equal((await tasks.run('task_1')).id, 'task_1')
  const keys = seen.map(keyOf)
  assert.deepEqual([keys[0], keys[2]], [keys[1], keys[3]])
  assert.notEqual(keys[0], keys[2])
})

test("the caller's own key is sent", async (t) => {
  const { baseUrl, seen } = await fakeServer(t, (_, response) => json(response, 201, {}))
  await createClient({ baseUrl }).tasks.create(TASK, { idempotencyKey: 'order-7' })
  assert.equal(keyOf(seen[0]!), 'order-7')
})

test('what might be done twice is not asked again: an answer with a secret, a change', async (t) => {
  const { baseUrl, seen } = await fakeServer(t, (_, response) => response.destroy())
  const { desktops, tasks } = createClient({ baseUrl })
  await assert.rejects(desktops.create({ name: 'd' }), ConnectionError)
  await assert.rejects(tasks.delete('task_1'), ConnectionError)
  assert.equal(seen.length, 2)
  assert.equal(keyOf(seen[0]!), undefined)
})

test('a refusal that says nothing of another try is final', async (t) => {
  const { baseUrl, seen } = await fakeServer(t, (_, response) =>
    json(response, 503, problem('desktop_unavailable', 'it is stopped')),
  )
  await assert.rejects(createClient({ baseUrl }).tasks.run('task_1'), ApiError)
  assert.equal(seen.length, 1)
})

test('tries end: after three more, or as many as are asked for, or at a wait of more than 30 s', async (t) => {
  let wait = '0'
  const { baseUrl, seen } = await fakeServer(t, (_, response) =>
    json(response, 429, problem('rate_limited', 'slow down'), { 'retry-after': wait }),
  )
  const { tasks } = createClient({ baseUrl })
  const triesOf = async (retries?: number) => {
    const { length } = seen
    await assert.rejects(tasks.list({}, { retries }), ApiError)
    return seen.length - length
  }
  assert.equal(await triesOf(), 4)
  assert.equal(await triesOf(1), 2)
  assert.equal(await triesOf(0), 1)
  wait = '31'
  assert.equal(await triesOf(), 1)
})

test('an abort ends the wait for another try', async (t) => {
  const stop = new AbortController()
  const reason = new Error('enough')
  const { baseUrl } = await fakeServer(t, (_, response) => {
    json(response, 429, problem('rate_limited', 'slow down'), { 'retry-after': '20' })
    setTimeout(() => stop.abort(reason), 50)
  })
  const { tasks } = createClient({ baseUrl })
  await assert.rejects(tasks.list({}, { signal: stop.signal }), reason)
})

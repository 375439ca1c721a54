import assert from 'node:assert/strict'
import test from 'node:test'
import { problem } from '@mission-control/protocol'
import { ApiError, createClient, type StreamState } from '../src/index.ts'
import { AT_ONCE, cursorFrame, cutStream, stream, take, taskFrame } from './setup/event-source.ts'
import { fakeServer, json } from './setup/fake-server.ts'

const ids = (frames: { id: number | null }[]) => frames.map(({ id }) => id)

test('durable events come with their number, live ones without', async (t) => {
  const live = { type: 'task.output', payload: { taskId: 'task_1', seq: 1, data: 'hi' } }
  const { baseUrl, seen } = await fakeServer(t, (_, response) =>
    stream(response, 'id: 4\n\n', taskFrame(5), `data: ${JSON.stringify(live)}\n\n`, taskFrame(6)),
  )
  const got = await take(createClient({ baseUrl, apiKey: 'mc_key' }).activity.stream(), 3)
  assert.deepEqual(ids(got), [5, null, 6])
  assert.deepEqual(got[1]?.event, live)
  assert.equal(seen[0]?.headers['last-event-id'], undefined)
  assert.equal(seen[0]?.headers['x-api-key'], 'mc_key')
})

test('the desktops’ events are asked for on every connection, or not at all', async (t) => {
  const { baseUrl, seen } = await fakeServer(t, (_, response) =>
    seen.length === 1
      ? cutStream(response, AT_ONCE, taskFrame(1))
      : stream(response, taskFrame(seen.length)),
  )
  const { activity } = createClient({ baseUrl })
  await take(activity.stream({ desktops: true }), 2)
  await take(activity.stream({ desktops: false }), 1)
  await take(activity.stream(), 1)
  assert.deepEqual(
    seen.map(({ url }) => url.split('?')[1]),
    ['desktops=true', 'desktops=true', undefined, undefined],
  )
})

test('characters and frames that are split between chunks come whole', async (t) => {
  const text =
    'id: 1\r\ndata: {"type":"task.output",\r\ndata: "payload":{"data":"😀 ü"},"at":"2026-03-15T10:00:00.000Z"}\r\n\r\n'
  const bytes = [...new TextEncoder().encode(text)].map((byte) => Uint8Array.of(byte))
  const { baseUrl } = await fakeServer(t, (_, response) =>
    stream(response, ': a comment\n\n', ...bytes),
  )
  const [got] = await take(createClient({ baseUrl }).activity.stream(), 1)
  const event = { type: 'task.output', payload: { data: '😀 ü' } }
  assert.deepEqual(got, { id: 1, at: '2026-03-15T10:00:00.000Z', actor: null, event })
})

test('after a cut in the middle of a frame it goes on behind the last whole one', async (t) => {
  const { baseUrl, seen } = await fakeServer(t, ({ headers }, response) =>
    headers['last-event-id'] === '2'
      ? stream(response, taskFrame(3), taskFrame(4))
      : cutStream(response, AT_ONCE, taskFrame(1), taskFrame(2), taskFrame(3).slice(0, -1)),
  )
  const states: StreamState[] = []
  const onState = (state: StreamState) => states.push(state)
  const got = await take(createClient({ baseUrl }).activity.stream({ onState }), 4)
  assert.deepEqual(ids(got), [1, 2, 3, 4])
  assert.deepEqual(states, ['live', 'reconnecting', 'live'])
  assert.equal(seen.length, 2)
})

test('an end of the answer is a cut like any other', async (t) => {
  const { baseUrl } = await fakeServer(t, async ({ headers }, response) => {
    const next = Number(headers['last-event-id'] ?? 0) + 1
    await stream(response, AT_ONCE, taskFrame(next))
    response.end()
  })
  assert.deepEqual(ids(await take(createClient({ baseUrl }).activity.stream(), 3)), [1, 2, 3])
})

for (const place of ['id: 7\n\n', cursorFrame(7)]) {
  test(`a frame that only carries an id is a place to go on from, and no event: ${JSON.stringify(place)}`, async (t) => {
    const { baseUrl, seen } = await fakeServer(t, ({ headers }, response) =>
      headers['last-event-id']
        ? stream(response, place, ': still here\n', taskFrame(8))
        : cutStream(response, AT_ONCE, place),
    )
    assert.deepEqual(ids(await take(createClient({ baseUrl }).activity.stream(), 1)), [8])
    assert.equal(seen[1]?.headers['last-event-id'], '7')
  })
}

test('a head that is announced ahead of a replay is not taken for the place reached', async (t) => {
  const { baseUrl, seen } = await fakeServer(t, (_, response) =>
    seen.length === 1
      ? cutStream(response, AT_ONCE, 'id: 9\n\n')
      : stream(response, 'id: 9\n\n', taskFrame(6)),
  )
  const got = await take(createClient({ baseUrl }).activity.stream({ after: 5 }), 1)
  assert.deepEqual(ids(got), [6])
  assert.deepEqual(
    seen.map(({ headers }) => headers['last-event-id']),
    ['5', '5'],
  )
})

test('what is sent twice shows once', async (t) => {
  const { baseUrl } = await fakeServer(t, (_, response) =>
    stream(response, taskFrame(4), taskFrame(5), taskFrame(6), taskFrame(6), taskFrame(7)),
  )
  const got = await take(createClient({ baseUrl }).activity.stream({ after: 5 }), 2)
  assert.deepEqual(ids(got), [6, 7])
})

test('a reset is an event, and its id the new place, also further back', async (t) => {
  const reset = 'id: 3\ndata: {"type":"stream.reset","payload":{}}\n\n'
  const { baseUrl, seen } = await fakeServer(t, (_, response) =>
    seen.length === 1
      ? cutStream(response, AT_ONCE, reset)
      : stream(response, taskFrame(4), taskFrame(5)),
  )
  const got = await take(createClient({ baseUrl }).activity.stream({ after: 99 }), 3)
  assert.deepEqual(ids(got), [3, 4, 5])
  assert.equal(got[0]?.event.type, 'stream.reset')
  assert.equal(seen[1]?.headers['last-event-id'], '3')
})

test('a busy server is asked again, not before the time that it names', async (t) => {
  const times: number[] = []
  const { baseUrl } = await fakeServer(t, (_, response) => {
    times.push(performance.now())
    if (times.length === 1) return cutStream(response, AT_ONCE)
    if (times.length > 2) return stream(response, taskFrame(1))
    json(response, 503, problem('desktop_unavailable', 'later'), { 'retry-after': '1' })
  })
  await take(createClient({ baseUrl }).activity.stream(), 1)
  const waited = times[2]! - times[1]!
  assert.ok(waited >= 990, `waited ${waited} ms`)
})

for (const [status, code] of [
  [401, 'unauthenticated'],
  [403, 'not_allowed'],
  [404, 'route_not_found'],
] as const) {
  test(`${status} ends the stream with the ApiError, also after it was live`, async (t) => {
    const { baseUrl, seen } = await fakeServer(t, (_, response) =>
      seen.length === 1
        ? cutStream(response, AT_ONCE, taskFrame(1))
        : json(response, status, problem(code, 'no')),
    )
    const read = take(createClient({ baseUrl }).activity.stream(), 2)
    await assert.rejects(read, (error) => error instanceof ApiError && error.code === code)
    assert.equal(seen.length, 2)
  })
}

test('an answer that is no event stream ends it in words', async (t) => {
  const { baseUrl } = await fakeServer(t, (_, response) => json(response, 200, []))
  const read = take(createClient({ baseUrl }).activity.stream(), 1)
  await assert.rejects(read, /expected an event stream from .*, got application\/json/)
})

test('desktop events come as they are and go on after a cut', async (t) => {
  const event = (name: string) => ({ type: 'desktop.status', payload: { id: 'desktop_1', name } })
  const { baseUrl, seen } = await fakeServer(t, ({ url }, response) => {
    assert.equal(url, '/api/desktops/stream')
    const frame = `data: ${JSON.stringify(event(`n${seen.length}`))}\n\n`
    return cutStream(response, AT_ONCE, frame)
  })
  const got = await take(createClient({ baseUrl }).desktops.stream(), 2)
  assert.deepEqual(got, [event('n1'), event('n2')])
})

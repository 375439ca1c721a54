import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import test from 'node:test'
import { createClient } from '../src/index.ts'
import { BackOff } from '../src/stream/back-off.ts'
import { AT_ONCE, stream, take, taskFrame } from './setup/event-source.ts'
import { deadAddress, fakeServer } from './setup/fake-server.ts'

test('an abort ends the stream without an error and closes its connection', async (t) => {
  const stop = new AbortController()
  let open: ServerResponse | undefined
  const { baseUrl } = await fakeServer(t, (_, response) => {
    open = response
    return stream(response, taskFrame(1))
  })
  const got: (number | null)[] = []
  for await (const { id } of createClient({ baseUrl }).activity.stream({ signal: stop.signal })) {
    got.push(id)
    stop.abort()
  }
  assert.deepEqual(got, [1])
  if (!open?.destroyed) await once(open!, 'close')
})

test('a consumer that breaks off closes the connection', async (t) => {
  let open: ServerResponse | undefined
  const { baseUrl } = await fakeServer(t, (_, response) => {
    open = response
    return stream(response, taskFrame(1))
  })
  await take(createClient({ baseUrl }).activity.stream(), 1)
  if (!open?.destroyed) await once(open!, 'close')
})

test('an abort while it waits to reconnect ends it at once', async () => {
  const stop = new AbortController()
  const client = createClient({ baseUrl: await deadAddress() })
  const states: string[] = []
  const onState = (state: string) => {
    states.push(state)
    setImmediate(() => stop.abort())
  }
  const got = await take(client.activity.stream({ signal: stop.signal, onState }))
  assert.deepEqual(got, [])
  assert.deepEqual(states, ['reconnecting'])
})

test('a signal that has aborted before makes no request', async (t) => {
  const { baseUrl, seen } = await fakeServer(t, (_, response) => response.end())
  const signal = AbortSignal.abort()
  assert.deepEqual(await take(createClient({ baseUrl }).activity.stream({ signal })), [])
  assert.equal(seen.length, 0)
})

test('a connection that has fallen silent is replaced', async (t) => {
  const { baseUrl, seen } = await fakeServer(t, (_, response) =>
    stream(response, AT_ONCE, taskFrame(seen.length)),
  )
  const got = await take(createClient({ baseUrl }).activity.stream({ silenceMs: 50 }), 2)
  assert.deepEqual(
    got.map(({ id }) => id),
    [1, 2],
  )
})

test('waits double with every failure up to 30 s, start again after a success, and differ', () => {
  const backOff = new BackOff()
  backOff.setRetry(2000)
  for (const base of [2000, 4000, 8000, 16_000, 30_000, 30_000]) {
    const ms = backOff.next()
    assert.ok(ms >= base && ms <= base * 1.5, `${ms} for ${base}`)
  }
  backOff.succeeded()
  assert.ok(backOff.next() <= 3000)
  assert.ok(backOff.next(60_000) >= 60_000)
  assert.notEqual(new BackOff().next(), new BackOff().next())
})

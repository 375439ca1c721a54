import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import test, { type TestContext } from 'node:test'
import { createClient, WaitTimeoutError, waitForTask } from '../src/index.ts'
import { AT_ONCE, cutStream, stream, taskFrame } from './setup/event-source.ts'
import { fakeServer, json } from './setup/fake-server.ts'

/** A server whose task has the statuses one after the other, one for each look at it. */
async function serverWith(
  t: TestContext,
  statuses: string[],
  onStream: (response: ServerResponse, nth: number) => unknown,
) {
  let streams = 0
  const fake = await fakeServer(t, ({ url }, response) => {
    if (url.endsWith('/activity/stream')) return onStream(response, ++streams)
    const status = statuses.length > 1 ? statuses.shift() : statuses[0]
    json(response, 200, { id: 'task_1', status }, { 'activity-cursor': '10' })
  })
  return { ...fake, client: createClient({ baseUrl: fake.baseUrl }) }
}

test('a task that has ended already needs no stream', async (t) => {
  const { client, seen } = await serverWith(t, ['failed'], () => assert.fail('no stream expected'))
  assert.equal((await waitForTask(client, 'task_1')).status, 'failed')
  assert.equal(seen.length, 1)
})

test('it follows from the moment of its look, past other tasks and across a cut', async (t) => {
  const { client, seen } = await serverWith(t, ['running', 'done'], (response, nth) =>
    nth === 1
      ? cutStream(response, AT_ONCE, taskFrame(11, 'failed', 'task_2'), taskFrame(12, 'review'))
      : stream(response, taskFrame(13, 'done')),
  )
  assert.equal((await waitForTask(client, 'task_1')).status, 'done')
  assert.deepEqual(
    seen.map(({ headers }) => headers['last-event-id']),
    [undefined, '10', '12', undefined],
  )
})

test('it can wait for a status in the middle', async (t) => {
  const { client } = await serverWith(t, ['pending', 'review'], (response) =>
    stream(response, taskFrame(11, 'running'), taskFrame(12, 'review')),
  )
  const task = await waitForTask(client, 'task_1', { until: ['review'] })
  assert.equal(task.status, 'review')
})

test('a task that ends otherwise than waited for is an error, not an endless wait', async (t) => {
  const { client } = await serverWith(t, ['running'], (response) =>
    stream(response, taskFrame(11, 'failed')),
  )
  await assert.rejects(
    waitForTask(client, 'task_1', { until: ['review', 'done'] }),
    /task_1 ended failed; waited for review, done/,
  )
})

test('after a reset it looks again', async (t) => {
  const { client } = await serverWith(t, ['running', 'done'], (response) =>
    stream(response, 'id: 90\ndata: {"type":"stream.reset","payload":{}}\n\n'),
  )
  assert.equal((await waitForTask(client, 'task_1')).status, 'done')
})

test('a time-out says how far the task has come', async (t) => {
  const { client } = await serverWith(t, ['pending'], (response) =>
    stream(response, taskFrame(11, 'running')),
  )
  await assert.rejects(waitForTask(client, 'task_1', { timeoutMs: 1000 }), (error: unknown) => {
    assert.ok(error instanceof WaitTimeoutError)
    assert.match(
      error.message,
      /^task_1 is running after 1000 ms; waited for done, failed, cancelled$/,
    )
    return true
  })
})

test("an abort rejects with the signal's own reason", async (t) => {
  const stop = new AbortController()
  const reason = new Error('enough')
  const { client } = await serverWith(t, ['pending'], () => stop.abort(reason))
  await assert.rejects(waitForTask(client, 'task_1', { signal: stop.signal }), reason)
})

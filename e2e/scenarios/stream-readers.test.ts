import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fetchEventSource } from '@microsoft/fetch-event-source'
import type { Problem } from '@mission-control/protocol'
import { FaultyLink } from '../faults/harness/faulty-link.ts'
import { wholeFile } from '../setup/cleanup.ts'
import { ACTIVITY } from '../setup/event-stream.ts'
import { ModelServer } from '../setup/model/model-server.ts'
import { says, saysWhen } from '../setup/model/replies.ts'
import { agentReady } from '../setup/prompts.ts'
import { httpxSse, sseclient } from '../setup/readers/by-rules.ts'
import { bePage, eventsource, eventsourceClient, microsoft } from '../setup/readers/published.ts'
import type { Reader } from '../setup/readers/reader.ts'
import { KEY, startServer } from '../setup/server.ts'
import { waitFor } from '../setup/wait.ts'

const READERS: Record<string, Reader> = {
  eventsource,
  'eventsource-client': eventsourceClient,
  '@microsoft/fetch-event-source': microsoft,
  'httpx-sse': httpxSse,
  sseclient,
}

bePage()
const model = await ModelServer.start(wholeFile)
const server = await startServer(wholeFile, model.environment('chat'))
const { client, desktopId } = server
const link = await FaultyLink.start(wholeFile, Number(new URL(server.url).port))
const idle = (await client.desktops.create({ name: 'never connected' })).id
const create = () => client.tasks.create({ type: 'command', content: 'true', desktopId: idle })

test('published readers show each event once, in order, also across a cut and a comment', async (t) => {
  const done = new AbortController()
  t.after(() => done.abort())
  const comments: string[] = []
  const shown = Object.entries(READERS).map(([name, read]) => {
    const events: { id: string; type: string }[] = []
    const begun: string[] = []
    read({
      url: link.url + ACTIVITY,
      headers: { 'x-api-key': KEY },
      signal: done.signal,
      onEvent: ({ id, data }) => {
        const { type, payload } = JSON.parse(data)
        if (type === 'stream.cursor') begun.push(id)
        else if (payload.desktopId === idle) events.push({ id, type })
      },
      onComment: (text) => comments.push(text),
    })
    return { name, events, begun }
  })
  const haveBegun = (times: number) =>
    waitFor('all to be connected', () => shown.every(({ begun }) => begun.length === times))
  const haveShown = (count: number) =>
    waitFor('all to show it', () => shown.every(({ events }) => events.length >= count))

  await haveBegun(1)
  const [newest] = await client.activity.list({ limit: 1 })
  for (let i = 0; i < 3; i++) await create()
  await haveShown(3)
  link.cut()
  for (let i = 0; i < 3; i++) await create()
  await haveBegun(2)
  await haveShown(6)
  await waitFor('a comment', () => comments.length > 0)
  await create()
  await haveShown(7)

  const log = await client.activity.list({ after: newest!.id, desktopId: idle })
  const expected = log.map(({ id, type }) => ({ id: `${id}`, type }))
  assert.equal(expected.length, 7)
  for (const { name, events } of shown) assert.deepEqual(events, expected, name)
})

/** Says something by `@microsoft/fetch-event-source`, which sends its POST anew when it was cut. */
async function chat(message: string, key?: string) {
  const told: string[] = []
  const answers: { status: number; refusal?: Problem }[] = []
  await fetchEventSource(`${link.url}/api/desktops/${desktopId}/chat`, {
    method: 'POST',
    body: JSON.stringify({ message }),
    headers: {
      'x-api-key': KEY,
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    fetch: async (input, init) => {
      const answer = await fetch(input, init)
      const { ok, status } = answer
      answers.push(ok ? { status } : { status, refusal: await answer.clone().json() })
      return answer
    },
    onopen: async ({ ok }) => assert.ok(ok, 'refused'),
    onmessage: ({ data }) => {
      const { type, payload } = JSON.parse(data)
      if (type === 'chat.turn') told.push(payload.status)
      if (type === 'chat.record' && payload.type === 'message') told.push(payload.text)
    },
    onerror: (error) => {
      if (error instanceof assert.AssertionError) throw error
    },
  }).catch((error) => assert.equal(error.message, 'refused'))
  return { told, answers }
}

const timesSaid = async (message: string) =>
  (await client.desktops.chat.list(desktopId)).filter((turn) => turn.message === message).length

test('a chat message by fetch-event-source is one POST', async () => {
  await agentReady(server)
  model.script = [says('One, ', 'two.')]
  const { told, answers } = await chat('Count.')
  assert.deepEqual(told, ['running', 'One, ', 'two.', 'done'])
  assert.equal(answers.length, 1)
  assert.equal(await timesSaid('Count.'), 1)
})

for (const key of ['counted-once', undefined]) {
  test(`after a cut a message ${key ? 'with' : 'without'} a key is not said again`, async () => {
    const message = `Count ${key ? 'on' : 'once'}.`
    const cut = Promise.withResolvers<void>()
    model.script = [saysWhen('One, ', cut.promise, 'two.')]
    const counting = chat(message, key)
    await waitFor('the first word', async () => {
      const turn = (await client.desktops.chat.list(desktopId)).at(-1)!
      return turn.message === message && (await client.tasks.output(turn.taskId)).length > 0
    })
    link.cut()
    await waitFor('the end of the links', () => link.links === 0)
    cut.resolve()
    const { told, answers } = await counting
    assert.equal(answers.length, 2)
    assert.equal(await timesSaid(message), 1)
    if (key) {
      assert.deepEqual(
        told.filter((each) => each !== 'running'),
        ['One, ', 'two.', 'done'],
      )
    } else {
      assert.equal(answers[1]?.refusal?.code, 'invalid_request')
      assert.equal(answers[1].refusal.errors?.[0]?.path, 'Last-Event-ID')
    }
  })
}

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { wholeFile } from '../setup/cleanup.ts'
import { ACTIVITY, openStream } from '../setup/event-stream.ts'
import { KEY, startServer } from '../setup/server.ts'
import { ended, finishCommand } from '../setup/tasks.ts'

const server = await startServer(wholeFile)
const { client, desktopId } = server
const idle = (await client.desktops.create({ name: 'never connected' })).id
const create = () => client.tasks.create({ type: 'command', content: 'true', desktopId: idle })
const head = async () => (await client.activity.list({ limit: 1 }))[0]?.id ?? 0

test('the stream says when to come back, then where the log is, then what happens', async (t) => {
  const before = await head()
  const stream = await openStream(t, server)
  const cursor = { type: 'stream.cursor', payload: {} }
  assert.deepEqual(await stream.next(), { retry: 2000, id: before, data: cursor })
  const task = await create()
  const frame = await stream.nextData()
  assert.equal(frame.id, before + 1)
  assert.equal(frame.data.type, 'task.created')
  const [entry] = await client.activity.list({ limit: 1 })
  assert.deepEqual({ id: frame.id, ...frame.data }, entry)
  assert.ok('taskId' in frame.data.payload && frame.data.payload.taskId === task.id)
})

test('with a cursor everything behind it comes, in order, then what happens', async (t) => {
  const cursor = await head()
  for (let i = 0; i < 5; i++) await create()
  const stream = await openStream(t, server, ACTIVITY, cursor)
  const ids: (number | undefined)[] = []
  for (let i = 0; i < 5; i++) ids.push((await stream.nextData()).id)
  await create()
  ids.push((await stream.nextData()).id)
  assert.deepEqual(
    ids,
    [1, 2, 3, 4, 5, 6].map((i) => cursor + i),
  )
})

test('the first id never runs ahead of what has been sent: a cut in the replay loses nothing', async (t) => {
  const cursor = await head()
  for (let i = 0; i < 3; i++) await create()
  const stream = await openStream(t, server, ACTIVITY, cursor)
  let reached = cursor
  for (let sent = 0; sent < 3; ) {
    const frame = await stream.next()
    if (frame?.data.type !== 'stream.cursor') sent++
    if (frame?.id !== undefined) assert.ok(frame.id <= cursor + sent, `${frame.id} came too early`)
    reached = frame?.id ?? reached
  }
  assert.equal(reached, cursor + 3)
})

test('Last-Event-ID is stronger than after; after alone counts', async (t) => {
  const cursor = await head()
  for (let i = 0; i < 3; i++) await create()
  const path = `${ACTIVITY}?after=${cursor}`
  const byParameter = await openStream(t, server, path)
  assert.equal((await byParameter.nextData()).id, cursor + 1)
  const byHeader = await openStream(t, server, path, cursor + 2)
  assert.equal((await byHeader.nextData()).id, cursor + 3)
})

test('without a cursor nothing of the past comes', async (t) => {
  await create()
  const stream = await openStream(t, server)
  const after = await head()
  const task = await create()
  const { id, data } = await stream.nextData()
  assert.equal(id, after + 1)
  assert.ok('taskId' in data.payload && data.payload.taskId === task.id)
})

test('output comes live, without an id, and is not in the log', async (t) => {
  const stream = await openStream(t, server)
  const task = await client.tasks.create({
    type: 'command',
    content: 'echo hi; echo ho',
    desktopId,
  })
  await client.tasks.run(task.id)
  const seen: string[] = []
  let tail: string | null | undefined
  for (let type = ''; type !== 'task.completed'; ) {
    const { id, data } = await stream.nextData()
    type = data.type
    assert.equal(id === undefined, type === 'task.output')
    if (data.type !== 'task.output') continue
    const { data: text, tail: last, ...payload } = data.payload
    assert.deepEqual(Object.keys(payload), ['taskId', 'desktopId', 'seq', 'stream'])
    assert.equal(payload.taskId, task.id)
    seen.push(text)
    tail = last
  }
  assert.equal(seen.join(''), 'hi\nho\n')
  assert.equal(tail, 'ho')
  const types = (await client.activity.list({ taskId: task.id })).map((entry) => entry.type)
  assert.deepEqual(types.toReversed(), ['task.created', 'task.started', 'task.completed'])
})

test('a cursor beyond the head is reset to the head, then what happens comes', async (t) => {
  const before = await head()
  for (const cursor of [before + 1, 999_999_999_999_999]) {
    const stream = await openStream(t, server, ACTIVITY, cursor)
    const data = { type: 'stream.reset', payload: {} }
    assert.deepEqual(await stream.next(), { retry: 2000, id: await head(), data })
    await create()
    const next = await stream.nextData()
    assert.equal(next.data.type, 'task.created')
    assert.equal(next.id, await head())
  }
})

test('a cursor at the head is not reset', async (t) => {
  const cursor = await head()
  const stream = await openStream(t, server, ACTIVITY, cursor)
  await create()
  const { id, data } = await stream.nextData()
  assert.deepEqual([id, data.type], [cursor + 1, 'task.created'])
})

test('who reads slowly while ten commands print is told every event, and which output was left out', async (t) => {
  const stream = await openStream(t, server)
  const content = 'head -c 5000000 /dev/zero | tr "\\0" x'
  const tasks = await client.tasks.createBatch({
    tasks: Array.from({ length: 10 }, () => ({ type: 'command', content, desktopId })),
    run: true,
  })
  let printing = true
  const stored = Promise.all(
    tasks.map(async ({ id }) => {
      await ended(client, id)
      return [id, (await client.tasks.output(id)).at(-1)?.seq] as const
    }),
  ).finally(() => {
    printing = false
  })
  const reached = new Map(tasks.map(({ id }) => [id, 0]))
  const completed = new Set<string>()
  let skips = 0
  const isWhole = async () =>
    !printing && (await stored).every(([id, seq]) => reached.get(id) === seq)
  while (completed.size < tasks.length || !(await isWhole())) {
    const { type, payload } = (await stream.nextData()).data
    if (printing) await sleep(30)
    if (type === 'task.completed') completed.add(payload.taskId)
    if (type === 'output.skipped') skips++
    if (type === 'task.output') assert.equal(payload.seq, reached.get(payload.taskId)! + 1)
    if (type === 'task.output' || type === 'output.skipped') {
      reached.set(payload.taskId, payload.seq)
    }
  }
  assert.ok(skips > 0)
})

test('who breaks off with much left unread is no error of the server', async (t) => {
  const port = Number(new URL(server.url).port)
  const head = `GET ${ACTIVITY} HTTP/1.1\r\nhost: here\r\nx-api-key: ${KEY}\r\n\r\n`
  const readers = Array.from({ length: 8 }, () => connect(port, '127.0.0.1'))
  for (const reader of readers) {
    t.after(() => reader.destroy())
    reader.write(head)
    await once(reader, 'readable')
  }
  const content = 'head -c 8000000 /dev/zero | tr "\\0" x'
  await finishCommand(server, content)
  for (const reader of readers) reader.resetAndDestroy()
  for (let n = 0; n < 3; n++) await client.activity.list({ limit: 1 })
  assert.equal(server.program.stderr(), '')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { ACTIVITY, openStream } from '../setup/event-stream.ts'
import { assertProblem } from '../setup/problems.ts'
import { startServer } from '../setup/server.ts'
import { addStranger } from '../setup/stranger.ts'
import { finishCommand, runCommand } from '../setup/tasks.ts'

const server = await startServer(wholeFile)
const { client, desktopId } = server
const WITH_DESKTOPS = `${ACTIVITY}?desktops=true`

test('one stream carries the log, the output and the desktops', async (t) => {
  const { cursor } = await client.board.get()
  const stream = await openStream(t, server, WITH_DESKTOPS, cursor)
  const task = await finishCommand(server, 'echo hi')
  const wanted = new Set([
    'desktop.status',
    'desktop.metrics',
    'task.created',
    'task.started',
    'task.output',
    'task.completed',
  ])
  const ids: number[] = []
  while (wanted.size > 0) {
    const { id, data } = await stream.nextData()
    wanted.delete(data.type)
    const isDurable = data.type.startsWith('task.') && data.type !== 'task.output'
    assert.equal(id !== undefined, isDurable, data.type)
    assert.equal(data.at !== undefined, isDurable, data.type)
    if (id !== undefined) ids.push(id)
  }
  const log = await client.activity.list({ after: cursor, taskId: task.id })
  assert.deepEqual(
    ids,
    log.map(({ id }) => id),
  )
})

test('it begins with every desktop as it is, in the form of the desktops’ own stream', async (t) => {
  const { id } = await client.desktops.create({ name: 'never connected', labels: ['gpu'] })
  const both = await openStream(t, server, WITH_DESKTOPS)
  const own = await openStream(t, server, '/api/desktops/stream')
  for (const expected of [desktopId, id]) {
    const [{ data }, { data: other }] = [await both.nextData(), await own.nextData()]
    assert.ok(data.type === 'desktop.status' && other.type === 'desktop.status')
    assert.equal(data.payload.id, expected)
    assert.equal(other.payload.id, expected)
    assert.deepEqual(Object.keys(data.payload), Object.keys(other.payload))
  }
  await client.desktops.delete(id)
  for (const stream of [both, own]) {
    for (let status = ''; status !== 'destroyed'; ) {
      const { data } = await stream.nextData()
      if (data.type === 'desktop.status' && data.payload.id === id) status = data.payload.status
    }
  }
})

test('without being asked for they do not come', async (t) => {
  for (const path of [ACTIVITY, `${ACTIVITY}?desktops=false`]) {
    const stream = await openStream(t, server, path)
    const { id } = await client.desktops.create({ name: 'unheard' })
    await client.desktops.delete(id)
    const types: string[] = []
    while (types.length < 1) types.push((await stream.nextData()).data.type)
    // The removal's own line of the log, and nothing before it.
    assert.deepEqual(types, ['desktop.stopped'])
  }
  const refused = await server.request(`${ACTIVITY}?desktops=yes`)
  const { errors } = await assertProblem(refused, 'invalid_request')
  assert.equal(errors?.[0]?.path, 'desktops')
})

test('nobody sees another’s desktops', async (t) => {
  const stranger = await addStranger(server)
  const ended = new AbortController()
  t.after(() => ended.abort())
  const stream = stranger.activity.stream({ after: 0, desktops: true, signal: ended.signal })
  const first = stream.next()
  await runCommand(server, 'true')
  const { id } = await stranger.desktops.create({ name: 'theirs' })
  const { value } = await first
  assert.ok(value?.event.type === 'desktop.status')
  assert.equal(value.event.payload.id, id)
  assert.deepEqual([value.id, value.at], [null, null])
})

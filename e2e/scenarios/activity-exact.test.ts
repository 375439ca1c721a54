import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ActivityEntry } from '@mission-control/protocol'
import { wholeFile } from '../setup/cleanup.ts'
import { inDatabase } from '../setup/database.ts'
import { ACTIVITY, openStream } from '../setup/event-stream.ts'
import { startServer } from '../setup/server.ts'

const WITHOUT_DESKTOP = { MISSION_CONTROL_LOCAL_DESKTOP: 'off' }
const server = await startServer(wholeFile, WITHOUT_DESKTOP)
const { client } = server
const idle = (await client.desktops.create({ name: 'never connected' })).id
const create = () => client.tasks.create({ type: 'command', content: 'true', desktopId: idle })
const head = async () => (await client.activity.list({ limit: 1 }))[0]?.id ?? 0

/** The whole log behind `after`. */
async function logAfter(after: number): Promise<ActivityEntry[]> {
  const all: ActivityEntry[] = []
  while (true) {
    const page = await client.activity.list({ after: all.at(-1)?.id ?? after, limit: 1000 })
    if (page.length === 0) return all
    all.push(...page)
  }
}

/** Creates tasks, several at a time, until told to stop; resolves with how many. */
function keepCreating(): { stop(): Promise<number> } {
  let going = true
  const writers = Array.from({ length: 4 }, async () => {
    let count = 0
    for (; going; count++) await create()
    return count
  })
  return {
    async stop() {
      going = false
      return (await Promise.all(writers)).reduce((sum, count) => sum + count, 0)
    },
  }
}

test('across 40 cuts at random moments nothing is missed or repeated', async (t) => {
  const start = await head()
  const writing = keepCreating()
  const ids: number[] = []
  let cursor = start
  for (let connections = 0; connections < 40 || ids.length < 400; connections++) {
    const stream = await openStream(t, server, ACTIVITY, cursor)
    const framesUntilCut = Math.floor(Math.random() * 40)
    for (let i = 0; i < framesUntilCut; i++) {
      const frame = await stream.next()
      assert.ok(frame)
      if (frame.id !== undefined) cursor = frame.id
      if (frame.data.type !== 'stream.cursor' && frame.id !== undefined) ids.push(frame.id)
    }
    stream.cut()
  }
  const created = await writing.stop()
  const stream = await openStream(t, server, ACTIVITY, cursor)
  while (ids.length < created) ids.push((await stream.nextData()).id ?? 0)
  assert.deepEqual(
    ids,
    Array.from({ length: created }, (_, i) => start + 1 + i),
  )
})

test('eight streams that join in the midst of it all see the same', async (t) => {
  const start = await head()
  const writing = keepCreating()
  const reading = Array.from({ length: 8 }, async (_, reader) => {
    // Each joins when the log has come a little further.
    const from = start + reader * 10
    const ahead = await openStream(t, server, ACTIVITY, start)
    while (((await ahead.nextData()).id ?? 0) < from);
    ahead.cut()
    const stream = await openStream(t, server, ACTIVITY, from)
    const frames = []
    for (let i = 0; i < 120; i++) {
      const { id, data } = await stream.nextData()
      frames.push({ id, ...data })
    }
    return { from, frames }
  })
  const seen = await Promise.all(reading)
  await writing.stop()
  const log = await logAfter(start)
  for (const { from, frames } of seen) {
    assert.deepEqual(frames, log.slice(from - start, from - start + 120))
  }
})

for (const limit of [undefined, 300]) {
  const what = limit ? 'a page' : 'the list'
  test(`${what} of tasks and the stream from its cursor make the whole, while tasks are created`, async (t) => {
    const writing = keepCreating()
    const snapshots = []
    for (let i = 0; i < 10; i++) {
      snapshots.push(await client.tasks.listWithCursor(limit ? { limit } : {}))
    }
    await writing.stop()
    const created = await logAfter(0)
    for (const { tasks, cursor } of snapshots) {
      assert.ok(cursor !== null)
      const before = created.filter(({ id }) => id <= cursor).map(({ payload }) => taskIn(payload))
      const expected = limit ? before.slice(-limit) : before
      assert.deepEqual(tasks.map(({ id }) => id).toSorted(), expected.toSorted())

      const stream = await openStream(t, server, ACTIVITY, cursor)
      const next = created.find(({ id }) => id > cursor)
      if (next) assert.equal((await stream.nextData()).id, next.id)
      stream.cut()
    }
    assert.ok(new Set(snapshots.map(({ cursor }) => cursor)).size > 1)
  })
}

const taskIn = (payload: object) => ('taskId' in payload ? String(payload.taskId) : '')

test('the counts of the overview are those at its cursor, while tasks are created', async () => {
  const writing = keepCreating()
  for (let i = 0; i < 20; i++) {
    const answer = await server.request('/api/mission-control/overview')
    const cursor = Number(answer.headers.get('activity-cursor'))
    const { tasks } = (await answer.json()) as { tasks: { pending: number } }
    // Nothing else has happened here: the log is one line for each task.
    assert.equal(tasks.pending, cursor)
  }
  await writing.stop()
})

test('a cursor that is older than what is kept is reset, the oldest that can be continued is not', async (t) => {
  const first = await startServer(t, WITHOUT_DESKTOP)
  const { id: desktopId } = await first.client.desktops.create({ name: 'never connected' })
  for (let i = 0; i < 10; i++) {
    await first.client.tasks.create({ type: 'command', content: `echo ${i}`, desktopId })
  }
  await first.stop()
  await inDatabase(first.dataDir, 'delete from activity where seq <= 4')

  const again = await startServer(t, WITHOUT_DESKTOP, first.dataDir)
  for (const old of [0, 1, 3]) {
    const stream = await openStream(t, again, ACTIVITY, old)
    const { id, data } = await stream.nextData()
    assert.deepEqual({ id, data }, { id: 10, data: { type: 'stream.reset', payload: {} } })
  }
  const stream = await openStream(t, again, ACTIVITY, 4)
  for (let id = 5; id <= 10; id++) {
    const frame = await stream.nextData()
    assert.deepEqual([frame.id, frame.data.type], [id, 'task.created'])
  }
})

test('the log goes on after a restart where it ended', async (t) => {
  const first = await startServer(t, WITHOUT_DESKTOP)
  const { id: desktopId } = await first.client.desktops.create({ name: 'never connected' })
  const task = { type: 'command', content: 'true', desktopId } as const
  await first.client.tasks.createBatch({ tasks: [task, task, task] })
  await first.stop()
  const again = await startServer(t, WITHOUT_DESKTOP, first.dataDir)
  const stream = await openStream(t, again, ACTIVITY, 1)
  await again.client.tasks.create(task)
  const ids = []
  for (let i = 0; i < 3; i++) ids.push((await stream.nextData()).id)
  assert.deepEqual(ids, [2, 3, 4])
})

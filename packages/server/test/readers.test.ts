import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, describe, type TestContext, test } from 'node:test'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { Feeds } from '../src/activity/follow.ts'
import { inProcessBus } from '../src/bus/in-process.ts'
import { DesktopFeeds } from '../src/desktops/feed.ts'
import { followDesktops } from '../src/desktops/follow.ts'
import { EventStream } from '../src/http/event-stream.ts'
import { LIMITS } from '../src/http/limits.ts'
import { appendActivity } from '../src/store/activity.ts'
import { DATABASE_FILE, openStore } from '../src/store/store.ts'
import { insertOwner } from '../src/store/workspaces.ts'
import { head, isHeld, json, key, Peer, serve } from './setup/serve.ts'

const PAYLOAD = { name: 'd', status: 'running' } as const
const eventOf = (desktopId: string) =>
  ({ type: 'desktop.started', payload: { ...PAYLOAD, desktopId } }) as const

/** A client of which the test says when it takes what was written. */
class Client {
  readonly written: (string | Buffer)[] = []
  readonly #left = new AbortController()
  #taken = Promise.withResolvers<void>()
  isBehind = false
  /** Called whenever everything is taken. */
  onDrained = async (): Promise<void> => undefined

  get signal(): AbortSignal {
    return this.#left.signal
  }

  get text(): string {
    return this.written.join('')
  }

  /** The numbers of the events in the order in which they came. */
  get ids(): number[] {
    return [...this.text.matchAll(/^id: (\d+)\ndata: {"type":"desktop/gm)].map(([, id]) =>
      Number(id),
    )
  }

  write(frames: string | Buffer): void {
    this.written.push(frames)
  }

  async drained(): Promise<void> {
    await this.onDrained()
    if (this.isBehind) await this.#taken.promise
    this.signal.throwIfAborted()
  }

  stall(): void {
    this.isBehind = true
  }

  take(): void {
    this.isBehind = false
    this.#taken.resolve()
    this.#taken = Promise.withResolvers()
  }

  leave(): void {
    this.#left.abort()
    this.take()
  }

  async until(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.text)) await nextTurn()
  }
}

/** A workspace with so many events, and those who follow them. */
async function start(t: TestContext, events: number) {
  const dir = mkdtempSync(join(tmpdir(), 'mission-control-'))
  const store = await openStore(dir)
  const clients: Client[] = []
  const following: Promise<unknown>[] = []
  t.after(async () => {
    for (const client of clients) client.leave()
    await Promise.all(following)
    await store.close()
    rmSync(dir, { recursive: true })
  })
  const bus = inProcessBus()
  const core = { store, bus } as never
  const feeds = new Feeds(core)
  const desktopFeeds = new DesktopFeeds(core)
  const append = async (count: number, desktopOf = (_: number) => 'd') => {
    const more = Array.from({ length: count }, (_, i) => eventOf(desktopOf(i + 1)))
    await store.write((tx) => appendActivity(tx, 'w', 0, more))
    bus.publish('activity', 'w', null)
  }
  await store.write((tx) => insertOwner(tx, { workspaceId: 'w', userId: 'u', name: 'n', at: 0 }))
  await append(events)
  const add = (begin: (client: Client) => Promise<never>) => {
    const client = new Client()
    clients.push(client)
    following.push(begin(client).catch((error) => assert.ok(client.signal.aborted, error)))
    return client
  }
  return {
    append,
    follow: (cursor?: number, among?: string[]) =>
      add((client) => feeds.follow('w', cursor, client, { among })),
    followDesktops: () => add((client) => followDesktops(desktopFeeds, 'w', client)),
    forget: (upTo: number) =>
      store.write((tx) => tx.deleteFrom('activity').where('seq', '<=', upTo).execute()),
    print: (taskId: string, seq: number) => {
      const data = Buffer.from(`chunk ${seq}\n`)
      bus.publish('output', 'w', { taskId, desktopId: 'd', seq, stream: 'stdout', data })
    },
    tell: (cpu: number) =>
      bus.publish('desktops', 'w', { type: 'desktop.metrics', payload: { cpu } } as never),
  }
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)

test('a cursor whose next events are not kept any more gets a reset, and then what follows', async (t) => {
  const { follow, forget } = await start(t, 10)
  await forget(5)
  const late = follow(3)
  await late.until(/id: 10\b/)
  assert.match(late.text, /^retry: 2000\nid: 10\ndata: .*stream\.reset.*\n\n$/)
  const early = follow(5)
  await early.until(/id: 10\b/)
  assert.deepEqual(early.ids, numbers(6, 10))
})

test('who follows a log of which nothing is kept is not kept waiting', async (t) => {
  const { follow, forget } = await start(t, 10)
  await forget(10)
  const client = follow(10)
  await client.until(/id: 10\b/)
  assert.match(client.text, /^retry: 2000\nid: 10\ndata: .*stream\.cursor.*\n\n$/)
  const late = follow(9)
  await late.until(/stream\.reset/)
})

for (const among of [undefined, ['d']]) {
  test(`a slow reader of ${among ?? 'all'} whose next page becomes too old meanwhile gets a reset, not a gap`, async (t) => {
    const { follow, forget } = await start(t, 1200)
    const client = follow(0, among)
    client.onDrained = async () => void (client.ids.length === 500 && (await forget(700)))
    await client.until(/id: 1200\b/)
    assert.deepEqual(client.ids, numbers(1, 500))
    assert.match(client.text, /id: 1200\ndata: .*stream\.reset.*\n\n$/)
  })
}

test('from wherever they begin, and whatever happens meanwhile, all get every event once', async (t) => {
  const { follow, append } = await start(t, 2300)
  const cursors = [0, 1, 250, 499, 500, 501, 999, 1000, 1700, 2299, 2300]
  const clients = cursors.map((cursor) => follow(cursor))
  for (let i = 0; i < 20; i++) {
    await append(i)
    await nextTurn()
  }
  for (const [i, client] of clients.entries()) {
    await client.until(/id: 2490\b/)
    assert.deepEqual(client.ids, numbers(cursors[i]! + 1, 2490))
  }
})

test('who goes the same way is sent the same bytes: read, serialised and held once for all', async (t) => {
  const { follow } = await start(t, 3000)
  const clients = numbers(1, 50).map(() => follow(0))
  for (const client of clients) await client.until(/id: 3000\b/)
  const held = new Set(
    clients.flatMap(({ written }) => written.filter(Buffer.isBuffer)).map(({ buffer }) => buffer),
  )
  assert.equal(held.size, 6)
})

test('others have their turn between any two pages, however many read different ones', async (t) => {
  const { follow } = await start(t, 10_000)
  let turns = 0
  let counting = true
  const count = () => {
    turns++
    if (counting) setImmediate(count)
  }
  count()
  const clients = numbers(1, 19).map((i) => follow(i * 500))
  for (const client of clients) await client.until(/id: 10000\b/)
  counting = false
  assert.ok(turns >= 19, `${turns} turns`)
})

test('who falls behind is sent nothing more until that is taken, then every event that was missed', async (t) => {
  const { follow, append } = await start(t, 3)
  const [slow, quick] = [follow(0), follow(0)]
  await slow.until(/id: 3\b/)
  await append(0)
  slow.stall()
  await append(2)
  await quick.until(/id: 5\b/)
  for (let i = 0; i < 4; i++) await append(700)
  await quick.until(/id: 2805\b/)
  assert.deepEqual(slow.ids, numbers(1, 5))
  slow.take()
  await slow.until(/id: 2805\b/)
  await append(1)
  await slow.until(/id: 2806\b/)
  assert.deepEqual(slow.ids, numbers(1, 2806))
  assert.deepEqual(quick.ids, numbers(1, 2805).concat(quick.ids.slice(2805)))
})

test('who sees one desktop gets each of its events once: from the past, live, and after falling behind', async (t) => {
  const { follow, append, forget, print } = await start(t, 0)
  const every = (n: number) => (i: number) => (i % n === 0 ? 'e' : 'd')
  // More of it than a page, then less than one in as many numbers as a look goes through.
  await append(1800, every(3))
  await append(5600, every(2800))
  const past = numbers(1, 600)
    .map((n) => 3 * n)
    .concat(1800 + 2800, 1800 + 5600)
  const client = follow(0, ['e'])
  await client.until(/id: 7400\b/)
  assert.deepEqual(client.ids, past)
  await append(2, every(2))
  await client.until(/id: 7402\b/)
  client.stall()
  await append(2, every(2))
  await append(700, every(350))
  print('of another', 1)
  client.take()
  await client.until(/id: 8104\b/)
  assert.deepEqual(client.ids, [...past, 7402, 7404, 7404 + 350, 7404 + 700])
  assert.doesNotMatch(client.text, /of another/)
  await forget(8000)
  await follow(7404, ['e']).until(/stream\.reset/)
})

test('output that passes while a client is behind is left out, and that is told by its number', async (t) => {
  const { follow, print } = await start(t, 1)
  const slow = follow(1)
  await slow.until(/id: 1\b/)
  print('one', 1)
  slow.stall()
  print('one', 2)
  for (const seq of numbers(3, 50)) print('one', seq)
  print('two', 1)
  await nextTurn()
  assert.doesNotMatch(slow.text, /chunk 3|skipped/)
  slow.take()
  await slow.until(/"skipped|skipped".*"two"/s)
  print('one', 51)
  await slow.until(/chunk 51/)
  const told = slow.text
    .split('\n\n')
    .slice(1, -1)
    .map((frame) => JSON.parse(frame.replace('data: ', '')))
  assert.deepEqual(
    told.map(({ type, payload }) => [type, payload.taskId, payload.seq]),
    [
      ['task.output', 'one', 1],
      ['task.output', 'one', 2],
      ['output.skipped', 'one', 50],
      ['output.skipped', 'two', 1],
      ['task.output', 'one', 51],
    ],
  )
})

test('the load of desktops is left out for who is behind; a chat is not', async (t) => {
  const { followDesktops, tell } = await start(t, 0)
  const slow = followDesktops()
  await nextTurn()
  tell(1)
  slow.stall()
  for (const cpu of numbers(2, 50)) tell(cpu)
  assert.equal(slow.written.length, 2)
  slow.take()
  await nextTurn()
  await nextTurn()
  tell(51)
  assert.match(slow.written[2]!.toString(), /"cpu":51/)
})

test('a stream begins with its headers and first frame at once, and then says every 15 beats that it is there', async (t) => {
  const opened = Promise.withResolvers<EventStream>()
  const server = createServer((_, response) => opened.resolve(new EventStream(response)))
  t.after(() => server.close().closeAllConnections())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const peer = new Peer((server.address() as AddressInfo).port).send(head('GET /'))
  const stream = await opened.promise
  stream.write(Buffer.from('first\n'))
  await peer.until(/\r\n\r\n6\r\nfirst\n\r\n$/)
  assert.match(peer.answer, /^HTTP\/1.1 200 .*\r\ncontent-type: text\/event-stream/s)
  for (let beat = 0; beat < 30; beat++) stream.beat()
  stream.write(Buffer.from('last\n'))
  await peer.until(/last/)
  assert.equal(peer.answer.match(/: still here\n/g)?.length, 2)
})

const TOKEN = 'a-token-of-prometheus'

describe('over a connection', async () => {
  const server = await serve(
    { ...LIMITS, stalledAfter: 1_000 },
    { MISSION_CONTROL_METRICS_TOKEN: TOKEN },
  )
  const store = await openStore(server.dataDir, { tenure: 'beside' })
  after(() => store.close())
  const { id: workspaceId } = await store.db
    .selectFrom('workspaces')
    .select('id')
    .executeTakeFirstOrThrow()
  const desktopId = await ask<{ id: string }>('POST /api/desktops', { name: 'd' }).then(
    ({ id }) => id,
  )

  async function ask<T>(line: string, body?: unknown): Promise<T> {
    const text = body === undefined ? '' : JSON.stringify(body)
    const length = `content-length: ${Buffer.byteLength(text)}`
    const peer = server.connect().send(head(line, key, json, length, 'connection: close'), text)
    await peer.closed
    return JSON.parse(peer.answer.slice(peer.answer.indexOf('\r\n\r\n') + 4) || 'null')
  }

  const create = async (count: number, size: number) => {
    const content = 'x'.repeat(size)
    const tasks = Array.from({ length: count }, () => ({ type: 'command', content, desktopId }))
    return await ask<{ id: string }[]>('POST /api/mission-control/tasks/batch', { tasks })
  }

  test('a long list that is read slowly holds no snapshot, and none is lost, doubled or too new', async () => {
    const ids: string[] = []
    for (let i = 0; i < 20; i++) ids.push(...(await create(15, 60_000)).map(({ id }) => id))
    const [slow, slowPage] = [server.connect(), server.connect()]
    for (const { socket } of [slow, slowPage]) socket.pause()
    slow.send(head('GET /api/mission-control/tasks', key, 'connection: close'))
    slowPage.send(head('GET /api/mission-control/tasks?limit=250', key, 'connection: close'))
    // Its answer has begun, and doesn't end: what it leaves is more than the kernel takes.
    const [later] = await create(1, 1)
    const gone = [ids[0]!, ids[100]!]
    for (const id of gone) {
      await ask(`POST /api/mission-control/tasks/${id}/cancel`)
      await ask(`DELETE /api/mission-control/tasks/${id}`)
    }
    const database = new DatabaseSync(join(server.dataDir, DATABASE_FILE))
    assert.equal(database.prepare('pragma wal_checkpoint(truncate)').get()?.busy, 0)
    database.close()
    for (const { socket } of [slow, slowPage]) socket.resume()
    await Promise.all([slow.closed, slowPage.closed])
    const listedBy = ({ answer }: Peer) =>
      [...answer.matchAll(/"id":"(task_\w+)"/g)].map(([, id]) => id)
    const left = ids.filter((id) => !gone.includes(id)).reverse()
    assert.deepEqual(listedBy(slow), left)
    assert.ok(!left.includes(later!.id))
    assert.deepEqual(listedBy(slowPage), left.slice(0, 249))
    const [, cursor] = /^link: .*[?&]cursor=(\w+)/im.exec(slowPage.answer)!
    assert.equal(cursor, ids.toReversed()[249])
  })

  test('a stream of which nothing is taken is cut; one that is read slowly goes on to the end', async () => {
    const name = 'n'.repeat(10_000)
    const event = {
      type: 'desktop.started',
      payload: { ...PAYLOAD, desktopId: 'd', name },
    } as const
    const events = Array.from({ length: 1500 }, () => event)
    await store.write((tx) => appendActivity(tx, workspaceId, 0, events))
    const request = head('GET /api/mission-control/activity/stream?after=0', key)
    const [stalled, slow] = [server.connect().send(request), server.connect().send(request)]
    stalled.socket.pause()
    const reading = setInterval(() => {
      slow.socket.pause()
      setTimeout(() => slow.socket.resume(), 40)
    }, 50)
    while (!isHeld(server, stalled)) await sleep(10)
    while (isHeld(server, stalled)) await sleep(50)
    const head_ = await store.db
      .selectFrom('activity')
      .select((eb) => eb.fn.max('seq').as('seq'))
      .executeTakeFirstOrThrow()
    await slow.until(new RegExp(`^id: ${head_.seq}$`, 'm'))
    clearInterval(reading)
    const scrape = head('GET /metrics', `authorization: Bearer ${TOKEN}`, 'connection: close')
    const metrics = server.connect().send(scrape)
    await metrics.closed
    assert.match(metrics.answer, /^mission_control_readers_cut_total 1$/m)
  })
})

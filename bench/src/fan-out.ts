import { routes } from '@mission-control/protocol'
import type { Bench } from './bench.ts'
import { encodeRequest, HttpConnection } from './load/http-connection.ts'
import { Streams } from './load/streams.ts'
import { summarise } from './measure.ts'
import { memoryOfLiving } from './memory.ts'
import { OURS_SETUP, type OurServer, startServer } from './ours/server.ts'
import {
  type NatsPeer,
  publish,
  SUBSCRIBE,
  startNatsPeer,
  UPGRADE,
} from './peers/nats-websocket.ts'
import { temporaryFolder } from './places.ts'
import { alternate } from './rounds.ts'
import { until } from './wait.ts'

const STREAMS = 1_000
const IDLE_STREAMS = 5_000
const FEW = 20
/** Events of a round, and how many a request makes. */
const EVENTS = 1_000
const BATCH = 100
/** About what one of our events is on the wire. */
const EVENT_BYTES = 600
const KIB = 1024

export const fanOut: Bench = {
  id: 'fan-out',
  title:
    'events to 1,000 streams, and memory of 5,000 idle ones, against nats-server over WebSocket',
  rounds: 5,
  run: async (context) => {
    using folder = temporaryFolder('server')
    using natsFolder = temporaryFolder('nats')
    await using server = await startServer(context, folder.path)
    await using nats = await startNatsPeer(context, natsFolder.path)
    const memory = {
      ours: await memoryOfStreams(server.program.pid, (count) => openOurs(server, count)),
      peer: await memoryOfStreams(nats.program.pid, (count) => openTheirs(nats, count)),
    }
    const rounds = await alternate(context, {
      ours: () => deliverOurs(server),
      peer: () => deliverTheirs(nats),
    })
    const rate = { of: 'ratio', bound: 'at least', value: 0.3 } as const
    const size = { of: 'ratio', bound: 'at most', value: 0.6 } as const
    return {
      measures: [
        summarise('deliveries', 'per second', rounds, rate),
        summarise('memory of an idle stream', 'KiB', [memory], size),
      ],
      how: `Ours: ${EVENTS} tasks created in requests of ${BATCH}, until the event of each has come to ${STREAMS} streams. Peer: nats-server, a client's ${EVENTS} messages of ${EVENT_BYTES} bytes, which nothing stores, to ${STREAMS} WebSocket subscribers. Both are read by raw sockets in the bench's process that count bytes. Memory: resident with ${IDLE_STREAMS} idle streams less resident before, by stream; measured once, first. ${OURS_SETUP}.`,
    }
  },
}

async function openOurs({ port, headers }: OurServer, count: number): Promise<Streams> {
  return await Streams.open(port, encodeRequest('GET', routes.streamActivity.path, headers), count)
}

async function openTheirs({ webSocketPort }: NatsPeer, count: number): Promise<Streams> {
  const streams = await Streams.open(webSocketPort, UPGRADE, count)
  const greeted = [...streams.bytes]
  streams.write(SUBSCRIBE)
  // INFO comes with the answer or after it; a subscription is silent.
  await until('INFO', () => streams.bytes.every((bytes, i) => bytes >= greeted[i]!) || undefined)
  return streams
}

/** In KiB a stream. */
async function memoryOfStreams(pid: number, open: (count: number) => Promise<Streams>) {
  // A first few, so that what all share is there.
  ;(await open(FEW))[Symbol.dispose]()
  await settled(pid)
  const before = memoryOfLiving([pid]).rss
  using _ = await open(IDLE_STREAMS)
  await settled(pid)
  return ((memoryOfLiving([pid]).rss - before) * KIB) / IDLE_STREAMS
}

async function settled(pid: number): Promise<void> {
  let [last, same] = [0, 0]
  await until(
    'memory to stay as it is',
    () => {
      const now = memoryOfLiving([pid]).rss
      same = Math.abs(now - last) < 0.5 ? same + 1 : 0
      last = now
      return same >= 10 || undefined
    },
    { everyMs: 200, seconds: 20 },
  ).catch(() => undefined)
}

async function deliverOurs(server: OurServer): Promise<number> {
  using streams = await openOurs(server, STREAMS)
  using connection = await HttpConnection.open(server.port)
  const { desktopId, headers } = server
  const tasks = Array.from({ length: BATCH }, () => ({
    ...{ type: 'command', content: 'x'.repeat(200), desktopId },
  }))
  const request = encodeRequest('POST', routes.createTasks.path, headers, { tasks })
  let events = 0
  let rest = ''
  const before = [...streams.bytes]
  streams.heard = (i, data) => {
    if (i !== 0) return
    const text = rest + data.toString('latin1')
    events += text.split('"task.created"').length - 1
    rest = text.slice(text.lastIndexOf('\n') + 1)
  }
  const begun = performance.now()
  for (let n = 0; n < EVENTS; n += BATCH) {
    const { status } = await connection.send(request)
    if (status !== 201) throw new Error(`Expected 201, got ${status}`)
  }
  await until('all events on one stream', () => events >= EVENTS || undefined, { everyMs: 1 })
  const each = streams.bytes[0]! - before[0]!
  return await whenAll(streams, before, each, begun)
}

async function deliverTheirs(nats: NatsPeer): Promise<number> {
  using streams = await openTheirs(nats, STREAMS)
  const before = [...streams.bytes]
  const begun = performance.now()
  using _ = publish(nats.port, EVENTS, EVENT_BYTES)
  return await whenAll(streams, before, EVENTS * EVENT_BYTES, begun)
}

/** Deliveries a second, once so many bytes have come over each. */
async function whenAll(streams: Streams, before: number[], each: number, begun: number) {
  const isOver = () => streams.bytes.every((bytes, i) => bytes - before[i]! >= each)
  await until('all streams', () => isOver() || undefined, { everyMs: 2, seconds: 60 })
  return (EVENTS * STREAMS) / ((performance.now() - begun) / 1000)
}

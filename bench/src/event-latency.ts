import { routes } from '@mission-control/protocol'
import type { Bench } from './bench.ts'
import { encodeRequest, HttpConnection } from './load/http-connection.ts'
import { Streams } from './load/streams.ts'
import { percentile, summarise } from './measure.ts'
import { OURS_SETUP, type OurServer, startServer } from './ours/server.ts'
import { temporaryFolder } from './places.ts'
import { alternate } from './rounds.ts'

const STREAMS = 500
const POSTS = 100
/** Made before that are not counted: the server collects what opening so many streams has left. */
const FIRST_POSTS = 20
const MARK = Buffer.from('"task.created"')

export const eventLatency: Bench = {
  id: 'event-latency',
  title: 'from a POST to its event on each of 500 streams, against one stream',
  rounds: 7,
  run: async (context) => {
    using folder = temporaryFolder('server')
    await using server = await startServer(context, folder.path)
    await latencies(server, 1)
    const rounds = await alternate(context, {
      ours: () => latencies(server, STREAMS),
      peer: () => latencies(server, 1),
    })
    const at = (share: number) =>
      rounds.map(({ ours, peer }) => ({
        ours: percentile(ours, share),
        peer: percentile(peer, share),
      }))
    const target = { of: 'ratio', bound: 'at most', value: 3 } as const
    return {
      measures: [summarise('p99', 'ms', at(0.99), target), summarise('p50', 'ms', at(0.5))],
      how: `${POSTS} tasks created one after another, each once its event has come to every stream; counted from the POST to the event's bytes, for each stream, after ${FIRST_POSTS} that don't count. The streams are raw sockets in the bench's process. ${OURS_SETUP}.`,
    }
  },
}

/** In ms, of each event on each stream. */
async function latencies({ port, headers, desktopId }: OurServer, count: number) {
  const stream = encodeRequest('GET', routes.streamActivity.path, headers)
  using streams = await Streams.open(port, stream, count)
  using connection = await HttpConnection.open(port)
  const body = { type: 'command', content: 'true', desktopId }
  const post = encodeRequest('POST', routes.createTask.path, headers, body)
  const found: number[] = []
  for (let n = -FIRST_POSTS; n < POSTS; n++) {
    const { promise: everywhere, resolve } = Promise.withResolvers<void>()
    const waiting = new Set(Array.from({ length: count }, (_, i) => i))
    const begun = performance.now()
    streams.heard = (i, data) => {
      if (!data.includes(MARK) || !waiting.delete(i)) return
      if (n >= 0) found.push(performance.now() - begun)
      if (waiting.size === 0) resolve()
    }
    const { status } = await connection.send(post)
    if (status !== 201) throw new Error(`Expected 201, got ${status}`)
    await everywhere
  }
  return found
}

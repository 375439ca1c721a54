import { routes } from '@mission-control/protocol'
import type { Bench } from './bench.ts'
import { buildClock, type Told } from './load/event-clock.ts'
import { encodeRequest } from './load/http-connection.ts'
import { percentile, summarise } from './measure.ts'
import { OURS_SETUP, type OurServer, startServer } from './ours/server.ts'
import { startBare } from './peers/bare.ts'
import { temporaryFolder } from './places.ts'
import { alternate } from './rounds.ts'

const STREAMS = 500
const POSTS = 100
/** Made before that are not counted: the server collects what opening so many streams has left. */
const FIRST_POSTS = 20
const MARK = '"task.created"'

export const eventLatency: Bench = {
  id: 'event-latency',
  title: 'from a POST to its event on each of 500 streams, against one stream and bare Node',
  rounds: 7,
  run: async (context) => {
    using folder = temporaryFolder('server')
    using bareFolder = temporaryFolder('bare')
    await using server = await startServer(context, folder.path)
    await using bare = await startBare(bareFolder.path, 'bare-events')
    const clock = await buildClock(context, bareFolder.path, MARK)
    const latency = async (told: Told, streams: number) => {
      const found = await clock(told, { streams, posts: POSTS, firstPosts: FIRST_POSTS })
      return { p50: percentile(found, 0.5), p99: percentile(found, 0.99) }
    }
    const [ours, theirs] = [toldBy(server), toldByBare(bare.port)]
    await latency(ours, 1)
    const rounds = await alternate(context, {
      many: () => latency(ours, STREAMS),
      one: () => latency(ours, 1),
      bare: () => latency(theirs, STREAMS),
      bareOne: () => latency(theirs, 1),
    })
    type Side = keyof (typeof rounds)[number]
    const pairs = (side: Side, other: Side, at: 'p50' | 'p99') =>
      rounds.map((round) => ({ ours: round[side][at], peer: round[other][at] }))
    const target = { of: 'ratio', bound: 'at most', value: 3 } as const
    return {
      measures: [
        summarise('p99', 'ms', pairs('many', 'one', 'p99'), target),
        summarise('p50', 'ms', pairs('many', 'one', 'p50')),
        summarise('p99, against bare Node', 'ms', pairs('many', 'bare', 'p99')),
        summarise('p50, against bare Node', 'ms', pairs('many', 'bare', 'p50')),
        summarise('p99 of bare Node, against one stream', 'ms', pairs('bare', 'bareOne', 'p99')),
      ],
      how: `${POSTS} tasks created one after another, each once its event has come to every stream; counted from the POST to the event's bytes, for each of ${STREAMS} streams, after ${FIRST_POSTS} that don't count. Peers: one stream; bare Node, which commits a row and writes one prepared buffer to each socket. The client is a process of its own, in C. ${OURS_SETUP}.`,
    }
  },
}

function toldBy({ port, headers, desktopId }: OurServer): Told {
  const body = { type: 'command', content: 'true', desktopId }
  return {
    port,
    stream: encodeRequest('GET', routes.streamActivity.path, headers),
    post: encodeRequest('POST', routes.createTask.path, headers, body),
  }
}

function toldByBare(port: number): Told {
  const post = encodeRequest('POST', '/', {}, { type: 'command', content: 'true' })
  return { port, stream: encodeRequest('GET', '/events', {}), post }
}

import { routes } from '@mission-control/protocol'
import { Fleet } from '../fleet/fleet.ts'
import { encodeRequest } from '../load/http-connection.ts'
import { Streams } from '../load/streams.ts'
import { idleMemory } from '../memory.ts'
import { startServer } from '../ours/server.ts'
import { temporaryFolder } from '../places.ts'
import type { Line } from './chart.ts'
import { ALONE, type Curve } from './extent.ts'
import { fleetOf } from './starts.ts'

const KIB = 1024

/** KiB of the server's resident memory for each desktop and stream that does nothing. */
export const memory: Curve = async (context, extent) => {
  using folder = temporaryFolder('memory')
  await using server = await startServer(context, folder.path, ALONE)
  const { port, headers, program } = server
  const weigh = async () => (await idleMemory([program.pid])).rss * KIB
  const request = encodeRequest('GET', routes.streamActivity.path, headers)
  const streams: Line = { name: 'stream', points: [] }
  for (const count of extent.streams) {
    const before = await weigh()
    using _ = await Streams.open(port, request, count)
    streams.points.push({ x: count, y: Math.max(0, (await weigh()) - before) / count })
  }
  const desktops: Line = { name: 'desktop', points: [] }
  for (const count of extent.desktops) {
    const before = await weigh()
    await using _ = await Fleet.open(fleetOf(server, count), context.signal)
    desktops.points.push({ x: count, y: Math.max(0, (await weigh()) - before) / count })
  }
  return {
    title: 'Memory of the server for each that is idle',
    ...{ x: 'connected', y: 'KiB', logarithmic: true, lines: [desktops, streams] },
  }
}

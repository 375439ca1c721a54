import { routes } from '@mission-control/protocol'
import type { Scope } from '../../../e2e/setup/cleanup.ts'
import type { Context } from '../bench.ts'
import { Fleet } from '../fleet/fleet.ts'
import { applyLoad as loadFleet } from '../fleet/load.ts'
import { encodeRequest, HttpConnection } from '../load/http-connection.ts'
import { applyLoad } from '../load/load.ts'
import { Streams } from '../load/streams.ts'
import { median } from '../measure.ts'
import { idleMemory } from '../memory.ts'
import { startDatabase, startReplicas } from '../ours/database.ts'
import { fill } from '../ours/fill.ts'
import { KEY, type OurServer, startServer } from '../ours/server.ts'
import { temporaryFolder } from '../places.ts'
import type { Chart, Line } from './chart.ts'

/** How far each curve goes: a try goes less far. */
export interface Extent {
  replicas: number[]
  desktops: number[]
  streams: number[]
  tasks: number[]
  seconds: number
}

const ALONE = { MISSION_CONTROL_LOCAL_DESKTOP: 'off' }
const KIB = 1024
const CLIENTS = 10
const ASKED = 30
const TASKS_PER_SECOND = 50
/** Events that a client is behind in `catch-up`. */
const BEHIND = 1_000

/** Tasks created a second, which are a transition with its event each, by servers and engine. */
export async function transitions(t: Scope, context: Context, extent: Extent): Promise<Chart> {
  const database = await startDatabase(t)
  const lines: Line[] = []
  const rate = async (servers: OurServer[]) => {
    const { id } = await servers[0]!.client.desktops.create({ name: 'd' })
    const rates = servers.map(async ({ port, headers }) => {
      const body = { type: 'command', content: 'true', desktopId: id }
      const request = { port, headers, body, method: 'POST', path: routes.createTask.path } as const
      const times = { clients: CLIENTS, warmUpSeconds: 1, seconds: extent.seconds, expect: 201 }
      return (await applyLoad({ ...request, ...times }, context.signal)).perSecond
    })
    return (await Promise.all(rates)).reduce((sum, each) => sum + each, 0)
  }
  {
    using folder = temporaryFolder('sqlite')
    await using server = await startServer(context, folder.path, ALONE)
    lines.push({ name: 'SQLite', points: [{ x: 1, y: await rate([server]) }] })
  }
  const points: Line['points'] = []
  for (const count of extent.replicas) {
    using folder = temporaryFolder('replicas')
    const url = await database.url(`growth_${count}`)
    await using replicas = await startReplicas(context, folder.path, url, count)
    points.push({ x: count, y: await rate(replicas.servers) })
  }
  lines.push({ name: 'PostgreSQL', points })
  return { title: 'Transitions by servers', x: 'servers', y: 'per second', lines }
}

/** KiB of the server's resident memory for each desktop and stream that does nothing. */
export async function memory(context: Context, extent: Extent): Promise<Chart> {
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

/** How long answers take with so many tasks, in ms, one after another. */
export async function answers(context: Context, extent: Extent): Promise<Chart> {
  using folder = temporaryFolder('answers')
  await using server = await startServer(context, folder.path)
  const paths = {
    list: `${routes.listTasks.path}?limit=50`,
    board: routes.getBoard.path,
    overview: routes.getOverview.path,
  }
  const lines = [...Object.keys(paths), 'catch-up'].map((name): Line => ({ name, points: [] }))
  let made = 0
  for (const x of extent.tasks) {
    context.say(`filling to ${x} tasks`)
    await fill(server, x - made)
    made = x
    for (const [i, path] of Object.values(paths).entries()) {
      lines[i]!.points.push({ x, y: await timeOf(server, path) })
    }
    lines.at(-1)!.points.push({ x, y: await catchUp(server, x) })
  }
  return { title: 'Answers by tasks', x: 'tasks', y: 'ms', logarithmic: true, lines }
}

/** From the request that runs a task to its desktop, in ms, while 50 tasks a second run. */
export async function starts(context: Context, extent: Extent): Promise<Chart> {
  using folder = temporaryFolder('starts')
  await using server = await startServer(context, folder.path, ALONE)
  const lines = ['p50', 'p99'].map((name): Line => ({ name, points: [] }))
  for (const x of extent.desktops) {
    const request = fleetOf(server, x)
    await using fleet = await Fleet.open(request, context.signal)
    const span = { least: 0, most: 2 }
    const load = { duration: span, bytes: { least: 0, most: 4096 }, failing: 0 }
    const pace = { tasksPerSecond: TASKS_PER_SECOND, seconds: 5 * extent.seconds }
    const { runToStartMs } = await loadFleet(fleet, request, { ...load, ...pace }, context.signal)
    for (const [i, key] of (['p50', 'p99'] as const).entries()) {
      lines[i]!.points.push({ x, y: runToStartMs?.[key] ?? 0 })
    }
  }
  const title = `From run to start, ${TASKS_PER_SECOND} tasks a second`
  return { title, x: 'desktops', y: 'ms', logarithmic: true, lines }
}

function fleetOf({ url }: OurServer, desktops: number) {
  return { servers: [url], key: KEY, desktops, processes: 1, connectsPerSecond: 200 }
}

async function timeOf({ port, headers }: OurServer, path: string): Promise<number> {
  using connection = await HttpConnection.open(port)
  const request = encodeRequest('GET', path, headers)
  const found: number[] = []
  for (let n = 0; n < ASKED; n++) {
    const begun = performance.now()
    const { status } = await connection.send(request)
    if (status !== 200) throw new Error(`${path}: expected 200, got ${status}`)
    found.push(performance.now() - begun)
  }
  return median(found)
}

/** Until a client that is behind has read up to the head. */
async function catchUp({ client }: OurServer, tasks: number): Promise<number> {
  const { cursor } = await client.tasks.listWithCursor({ limit: 1 })
  const begun = performance.now()
  const after = (cursor ?? 0) - Math.min(BEHIND, tasks)
  for await (const { id } of client.activity.stream({ after })) if (id === cursor) break
  return performance.now() - begun
}

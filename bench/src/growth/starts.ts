import { Fleet } from '../fleet/fleet.ts'
import { applyLoad } from '../fleet/load.ts'
import { KEY, type OurServer, startServer } from '../ours/server.ts'
import { temporaryFolder } from '../places.ts'
import type { Line } from './chart.ts'
import { ALONE, type Curve } from './extent.ts'

const TASKS_PER_SECOND = 50

/** From the request that runs a task to its desktop, in ms, while 50 tasks a second run. */
export const starts: Curve = async (context, extent) => {
  using folder = temporaryFolder('starts')
  await using server = await startServer(context, folder.path, ALONE)
  const lines = ['p50', 'p99'].map((name): Line => ({ name, points: [] }))
  for (const x of extent.desktops) {
    const request = fleetOf(server, x)
    await using fleet = await Fleet.open(request, context.signal)
    const span = { least: 0, most: 2 }
    const load = { duration: span, bytes: { least: 0, most: 4096 }, failing: 0 }
    const pace = { tasksPerSecond: TASKS_PER_SECOND, seconds: 3 * extent.seconds }
    const { runToStartMs } = await applyLoad(fleet, request, { ...load, ...pace }, context.signal)
    for (const [i, key] of (['p50', 'p99'] as const).entries()) {
      lines[i]!.points.push({ x, y: runToStartMs?.[key] ?? 0 })
    }
  }
  const title = `From run to start, ${TASKS_PER_SECOND} tasks a second`
  return { title, x: 'desktops', y: 'ms', logarithmic: true, lines }
}

export function fleetOf({ url }: OurServer, desktops: number) {
  return { servers: [url], key: KEY, desktops, processes: 1, connectsPerSecond: 200 }
}

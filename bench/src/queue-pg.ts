import { within } from '../../e2e/setup/within.ts'
import type { Bench } from './bench.ts'
import { Fleet } from './fleet/fleet.ts'
import { sharedNow } from './fleet/messages.ts'
import { median, summarise } from './measure.ts'
import { ActivityStream } from './ours/activity.ts'
import { POSTGRES_SETUP, startDatabase } from './ours/database.ts'
import { KEY, type OurServer, startServer } from './ours/server.ts'
import { startGraphileWorker } from './peers/graphile-worker.ts'
import { temporaryFolder } from './places.ts'
import { alternate } from './rounds.ts'
import { until } from './wait.ts'

const DESKTOPS = 50
/** Jobs of a round, and how many a request adds. */
const JOBS = 2_000
const BATCH = 100
const SINGLE = 100

export const queuePg: Bench = {
  id: 'queue-pg',
  title: 'PostgreSQL: runs that do nothing on simulated desktops, against graphile-worker',
  rounds: 5,
  run: (context) =>
    within(async (t) => {
      using folder = temporaryFolder('queue-pg')
      const database = await startDatabase(t)
      const worker = await startGraphileWorker(t, await database.url('graphile'))
      const env = {
        DATABASE_URL: await database.url('ours'),
        MISSION_CONTROL_LOCAL_DESKTOP: 'off',
      }
      await using server = await startServer(context, folder.path, env)
      await using fleet = await Fleet.open({
        ...{ servers: [server.url], key: KEY, desktops: DESKTOPS },
        ...{ processes: 1, connectsPerSecond: 200 },
      })
      await rate(server, fleet)
      await worker.rate(JOBS)
      const rounds = await alternate(context, {
        ours: async () => ({
          rate: await rate(server, fleet),
          p50: median(await latencies(server, fleet)),
        }),
        peer: async () => ({
          rate: await worker.rate(JOBS),
          p50: median(await worker.latencies(SINGLE)),
        }),
      })
      const pairs = (key: 'rate' | 'p50') =>
        rounds.map(({ ours, peer }) => ({ ours: ours[key], peer: peer[key] }))
      return {
        measures: [
          summarise('runs', 'per second', pairs('rate'), {
            of: 'ratio',
            bound: 'at least',
            value: 0.7,
          }),
          summarise('add to start, p50', 'ms', pairs('p50'), {
            of: 'ratio',
            bound: 'at most',
            value: 1.5,
          }),
        ],
        how: `${JOBS} jobs a round that do nothing, added ${BATCH} at a time, until the last one has ended; then ${SINGLE} one after another, from the request that adds one to its start. Ours: POST create with run, on ${DESKTOPS} simulated desktops in one process; ended is what the activity stream has told, so each run is created, sent, started and ended durably. Peer: graphile-worker with its defaults, addJobs and addJob from its own process, and tasks that only return. Both: ${POSTGRES_SETUP}.`,
      }
    }),
}

async function create(server: OurServer, fleet: Fleet, from: number, count: number) {
  const ids = fleet.desktopIds
  const tasks = Array.from({ length: count }, (_, i) => ({
    type: 'command' as const,
    content: 'true',
    desktopId: ids[(from + i) % ids.length]!,
  }))
  return await server.client.tasks.createBatch({ tasks, run: true })
}

async function rate(server: OurServer, fleet: Fleet): Promise<number> {
  using stream = await ActivityStream.open(server)
  const begun = performance.now()
  const ended: Promise<void>[] = []
  for (let n = 0; n < JOBS; n += BATCH) {
    for (const { id } of await create(server, fleet, n, BATCH)) ended.push(stream.done(id))
  }
  await Promise.all(ended)
  return JOBS / ((performance.now() - begun) / 1000)
}

async function latencies(server: OurServer, fleet: Fleet): Promise<number[]> {
  const found: number[] = []
  for (let n = 0; n < SINGLE; n++) {
    const begun = sharedNow()
    const [task] = await create(server, fleet, n, 1)
    const started = () => fleet.started.get(task!.id)
    found.push((await until('a start', started, { everyMs: 1 })) - begun)
  }
  return found
}

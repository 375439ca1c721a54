import { startInFront } from '../../e2e/setup/proxies/front.ts'
import { nginx } from '../../e2e/setup/proxies/nginx.ts'
import { within } from '../../e2e/setup/within.ts'
import type { Bench } from './bench.ts'
import { Fleet } from './fleet/fleet.ts'
import { applyLoad } from './fleet/load.ts'
import { Watchers } from './fleet/watchers.ts'
import { summariseAlone } from './measure.ts'
import { startDatabase, startReplicas } from './ours/database.ts'
import { KEY } from './ours/server.ts'
import { temporaryFolder } from './places.ts'

const DESKTOPS = 2_000
const STREAMS = 200
const REPLICAS = 3
const LOAD = {
  duration: { least: 0, most: 2 },
  bytes: { least: 0, most: 4096 },
  failing: 0,
}
const CALM = { tasksPerSecond: 50, seconds: 15 }
/** With streams there are fewer: each event goes to each of them, and all that on one machine. */
const WATCHED = { tasksPerSecond: 10, seconds: 15 }

export const fleet2000: Bench = {
  id: 'fleet-2000',
  title: `${DESKTOPS} desktops and ${STREAMS} streams at ${REPLICAS} servers behind nginx`,
  rounds: 1,
  run: (context) =>
    within(async (t) => {
      using folder = temporaryFolder('fleet')
      const url = await (await startDatabase(t)).url('fleet')
      await using replicas = await startReplicas(context, folder.path, url, REPLICAS)
      const address = await startInFront(t, nginx, ...replicas.servers.map((server) => server.url))
      const request = { servers: [address], key: KEY, desktops: DESKTOPS }
      const pace = { processes: 1, connectsPerSecond: 200 }
      await using fleet = await Fleet.open({ ...request, ...pace }, context.signal)
      const load = (pace: typeof CALM) =>
        applyLoad(fleet, request, { ...LOAD, ...pace }, context.signal)
      const calm = await load(CALM)
      context.say(`in peace: ${JSON.stringify(calm)}`)
      using watchers = await Watchers.open(request, STREAMS)
      const watched = await load(WATCHED)
      const streams = await watchers.judged()
      const ms = ({ runToStartMs }: typeof calm) => [runToStartMs?.p99 ?? Number.NaN]
      const atMost = (value: number) => ({ bound: 'at most', value }) as const
      return {
        measures: [
          summariseAlone('run to start, p99', 'ms', ms(calm), atMost(150)),
          summariseAlone(`the same with ${STREAMS} streams`, 'ms', ms(watched), atMost(150)),
          ...Object.entries(wrong(calm, watched, streams)).map(([name, count]) =>
            summariseAlone(name, 'tasks or events', [count], atMost(0)),
          ),
        ],
        detail: { calm, watched, streams },
        how: `${REPLICAS} servers on PostgreSQL and NATS, nginx by the sample in deploy/ in front, ${DESKTOPS} simulated desktops in one process, all on this machine. ${CALM.tasksPerSecond} tasks of 0 to 2 s a second for ${CALM.seconds} s. Then ${STREAMS} streams of the activity, whose numbers are looked at one by one, and ${WATCHED.tasksPerSecond} a second for ${WATCHED.seconds} s.`,
      }
    }),
}

type Summary = Awaited<ReturnType<typeof applyLoad>>
type Told = Awaited<ReturnType<Watchers['judged']>>

function wrong(calm: Summary, watched: Summary, told: Told): Record<string, number> {
  const both = (key: 'unfinished' | 'endedOtherwise' | 'refused') => calm[key] + watched[key]
  return {
    lost: both('unfinished'),
    'ended otherwise': both('endedOtherwise'),
    refused: both('refused'),
    // Counted since the fleet began.
    'started twice': watched.startedTwice,
    'events missed': told.missed,
    'events repeated': told.repeated,
    'streams behind': told.behind,
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { startInFront } from '../../e2e/setup/proxies/front.ts'
import { nginx } from '../../e2e/setup/proxies/nginx.ts'
import { within } from '../../e2e/setup/within.ts'
import type { Bench, Context } from './bench.ts'
import { Fleet } from './fleet/fleet.ts'
import { applyLoad } from './fleet/load.ts'
import { Watchers } from './fleet/watchers.ts'
import { summariseAlone } from './measure.ts'
import { startDatabase, startReplicas } from './ours/database.ts'
import { KEY } from './ours/server.ts'
import { temporaryFolder } from './places.ts'
import { until } from './wait.ts'

const DESKTOPS = 2_000
const STREAMS = 200
const REPLICAS = 3
const LOAD = {
  duration: { least: 0, most: 2 },
  bytes: { least: 0, most: 4096 },
  failing: 0,
}
const CALM = { tasksPerSecond: 50, seconds: 15 }
/** Around the fault there are fewer: each of its events goes to each stream, and all that on one machine. */
const ROUGH = { tasksPerSecond: 10, seconds: 15 }
/** When the server is killed, in ms after the load began. */
const KILL_AT = 3_000

export const fleet2000: Bench = {
  id: 'fleet-2000',
  title: `${DESKTOPS} desktops and ${STREAMS} streams at ${REPLICAS} servers behind nginx, of which one is killed`,
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
      const [rough, backMs] = await Promise.all([
        load(ROUGH),
        backAfterKill(context, fleet, replicas.servers[0]!.program.pid),
      ])
      const streams = await watchers.judged()
      const ms = ({ runToStartMs }: typeof calm) => [runToStartMs?.p99 ?? Number.NaN]
      const atMost = (value: number) => ({ bound: 'at most', value }) as const
      return {
        measures: [
          summariseAlone('run to start, p99', 'ms', ms(calm), atMost(150)),
          summariseAlone('the same while a server is killed', 'ms', ms(rough)),
          summariseAlone('killed, until all desktops are back', 's', [backMs / 1000], atMost(10)),
          ...Object.entries(wrong(calm, rough, streams)).map(([name, count]) =>
            summariseAlone(name, 'tasks or events', [count], atMost(0)),
          ),
        ],
        detail: { calm, rough, streams },
        how: `${REPLICAS} servers on PostgreSQL and NATS, nginx by the sample in deploy/ in front, ${DESKTOPS} simulated desktops in one process, all on this machine. ${CALM.tasksPerSecond} tasks of 0 to 2 s a second for ${CALM.seconds} s. Then ${STREAMS} streams of the activity, whose numbers are looked at one by one, and ${ROUGH.tasksPerSecond} a second for ${ROUGH.seconds} s, in which one server is killed and doesn't come back.`,
      }
    }),
}

/** In ms, from the kill until all desktops are connected again. */
async function backAfterKill(context: Context, fleet: Fleet, pid: number): Promise<number> {
  await sleep(KILL_AT)
  const killed = performance.now()
  process.kill(pid, 'SIGKILL')
  await until('desktops to be cut', () => fleet.connected < DESKTOPS || undefined)
  await until('all desktops to be back', () => fleet.connected === DESKTOPS || undefined)
  context.say('all desktops are back')
  return performance.now() - killed
}

type Summary = Awaited<ReturnType<typeof applyLoad>>
type Told = Awaited<ReturnType<Watchers['judged']>>

function wrong(calm: Summary, rough: Summary, told: Told): Record<string, number> {
  const both = (key: 'unfinished' | 'endedOtherwise' | 'refused') => calm[key] + rough[key]
  return {
    lost: both('unfinished'),
    'ended otherwise': both('endedOtherwise'),
    refused: both('refused'),
    // Counted since the fleet began.
    'started twice': rough.startedTwice,
    'events missed': told.missed,
    'events repeated': told.repeated,
    'streams behind': told.behind,
  }
}

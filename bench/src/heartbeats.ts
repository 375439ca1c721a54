import { setTimeout as sleep } from 'node:timers/promises'
import { within } from '../../e2e/setup/within.ts'
import type { Bench } from './bench.ts'
import { Fleet } from './fleet/fleet.ts'
import { fleetOf } from './growth/starts.ts'
import { type Figure, summariseAlone } from './measure.ts'
import { startDatabase } from './ours/database.ts'
import { parentOf, processesOf, processorTime, processorTimeOfEnded } from './ours/processes.ts'
import { startServer } from './ours/server.ts'
import { temporaryFolder } from './places.ts'

const DESKTOPS = 2_000
/** Of a runner. */
const EVERY_SECONDS = 5
/** A minute, as the first heartbeat of each is stored for the charts. */
const SECONDS = 60
const DATABASE = 'heartbeats'

export const heartbeats: Bench = {
  id: 'heartbeats',
  title: `what a heartbeat of ${DESKTOPS} idle desktops takes, on both engines`,
  rounds: 1,
  run: (context) =>
    within(async (t) => {
      const database = await startDatabase(t)
      /** In µs of processor time a heartbeat: of the server, and of the database's connections. */
      const taken = async (env: NodeJS.ProcessEnv) => {
        using folder = temporaryFolder('heartbeats')
        const alone = { ...env, MISSION_CONTROL_LOCAL_DESKTOP: 'off' }
        await using server = await startServer(context, folder.path, alone)
        await using _ = await Fleet.open(fleetOf(server, DESKTOPS), context.signal)
        const used = () => [processorTime(server.program.pid), timeOfConnections()]
        const before = used()
        await sleep(SECONDS * 1000, undefined, { signal: context.signal })
        const beats = (DESKTOPS * SECONDS) / EVERY_SECONDS
        return used().map((ms, i) => (1000 * (ms - before[i]!)) / beats)
      }
      const [sqlite] = await taken({})
      const [server, postgres] = await taken({ DATABASE_URL: await database.url(DATABASE) })
      const measure = (name: string, value: number): Figure =>
        summariseAlone(name, 'µs of processor time', [value])
      return {
        measures: [
          measure('server, SQLite', sqlite!),
          measure('server, PostgreSQL', server!),
          measure("PostgreSQL's connections", postgres!),
        ],
        how: `${DESKTOPS} simulated desktops in one process, which do nothing but send a heartbeat each ${EVERY_SECONDS} s, for ${SECONDS} s. What the kernel says that the processes have used in that time, by each heartbeat.`,
      }
    }),
}

/** Of those to the database, also of those that have ended; in ms. */
function timeOfConnections(): number {
  const living = processesOf(`tester ${DATABASE} `)
  if (living[0] === undefined) return 0
  const ended = processorTimeOfEnded(parentOf(living[0]))
  return living.reduce((sum, pid) => sum + processorTime(pid), ended)
}

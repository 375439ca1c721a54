import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@mission-control/client'
import { applyLoad } from '../../bench/src/fleet/load.ts'
import { waitFor } from '../setup/wait.ts'
import type { Fault, Round } from './harness/fault.ts'
import { type FleetSite, openFleet, startBehindNginx, storyOf } from './harness/fleet-site.ts'
import { headOf, judgeFleet } from './harness/judge-fleet.ts'
import { Presence } from './harness/presence.ts'
import { type Lasting, TROUBLES, type Trouble } from './harness/troubles.ts'

/** A smaller fleet for a machine that has other things to do. */
const DESKTOPS = Number(process.env.MISSION_CONTROL_TEST_FLEET ?? 2_000)
const DESKTOPS_PER_STREAM = 10

/** Each event goes to each stream, and all that on one machine. */
const STEADY = {
  tasksPerSecond: 10,
  duration: { least: 0, most: 2 },
  bytes: { least: 0, most: 4096 },
  failing: 0.1,
}
/** Tasks that end at once, on as many desktops, show that all goes on. */
const FRESH = { ...STEADY, tasksPerSecond: 50, seconds: 1, duration: { least: 0, most: 0 } }
/** All has to be as before within so many ms after the trouble. */
const NORMAL_WITHIN = 10_000
/** How often the desktops are looked up, in ms. */
const LOOK_EVERY = 500

interface Pace {
  /** How long the steady load is applied before the trouble, and after it, in seconds. */
  around: number
  lasting?: Lasting | undefined
}

/** A round on a fleet: a trouble in the midst of a steady load, and how soon all is as before. */
export function roundOnFleet(site: FleetSite, trouble: Trouble, { around, lasting }: Pace): Round {
  const { troubled, request, fleet, watchers } = site
  return async (random, _scope, { quiet, tell }) => {
    const over = new AbortController()
    const apply = (load: Parameters<typeof applyLoad>[2]) =>
      applyLoad(fleet, request, load, over.signal)
    try {
      const since = await headOf(site)
      const before = await apply({ ...STEADY, seconds: around })
      const enough = new AbortController()
      const endless = { seconds: Number.POSITIVE_INFINITY, enough: enough.signal }
      const meanwhile = apply({ ...STEADY, ...endless })
      // Told to whoever waits for it.
      meanwhile.catch(() => undefined)
      await sleep(random.between(500, 1_500))

      using presence = new Presence(fleet, request.desktops)
      const begun = performance.now()
      await trouble.befall(troubled, random, lasting)
      const ended = performance.now()
      const sinceEnd = <T>(what: T) => ({ what, ms: performance.now() - ended })
      const [fresh, ...rest] = await Promise.all([
        apply(FRESH).then(sinceEnd),
        watchers.toldAll().then(sinceEnd),
        untilAllRun(site).then(sinceEnd),
      ])
      enough.abort()

      const [during, after] = [await meanwhile, await apply({ ...STEADY, seconds: around })]
      const [tasks, streams, desktops] = [fresh, ...rest].map(({ ms }) => seconds(ms))
      const p99 = [before, during, after].map(({ runToStartMs }) => runToStartMs?.p99)
      tell(
        `${seconds(ended - begun)} s; ${presence.mostAway} of ${request.desktops} desktops away at once, all back ${presence.allBackAfter.toFixed(1)} s after it began; ` +
          `after its end all desktops run in ${desktops} s, streams know all in ${streams} s, fresh tasks have ended in ${tasks} s; ` +
          `from run to start p99 ${p99.join(', ')} ms before, meanwhile, after; ${during.tasks} tasks meanwhile, asked again ${JSON.stringify(during.askedAgain)}; ${watchers.cuts} streams cut so far`,
      )
      await judgeFleet(site, since, [before, during, fresh.what, after])
      const normal = Math.max(fresh.ms, ...rest.map(({ ms }) => ms))
      if (quiet) assert.ok(normal <= NORMAL_WITHIN, `back to normal after ${seconds(normal)} s`)
    } catch (cause) {
      throw new Error(storyOf(troubled), { cause })
    } finally {
      over.abort()
    }
  }
}

const seconds = (ms: number) => (ms / 1000).toFixed(1)

/** All are connected, and the servers say so. */
async function untilAllRun({ request, fleet }: FleetSite): Promise<void> {
  const { desktops } = createClient({ baseUrl: request.servers[0]!, apiKey: request.key })
  const ids = new Set(fleet.desktopIds)
  await waitFor(
    'all desktops to run',
    async () => {
      if (fleet.connected < ids.size) return false
      const all = await desktops.list({ retries: 0 }).catch(() => [])
      const run = all.filter(({ id, status }) => ids.has(id) && status === 'running')
      return run.length === ids.size || (await sleep(LOOK_EVERY, false))
    },
    60_000,
  )
}

const A_MINUTE: Lasting = { least: 60_000, most: 60_000 }

/** Each with a fleet of its own. A short round has a small one: `replicas.test.ts`. */
export const FLEET_FAULTS: Record<string, Fault> = Object.fromEntries(
  Object.entries(TROUBLES).map(([id, trouble]) => [
    `fleet-${id}`,
    {
      title: `under ${DESKTOPS} desktops and a stream for each ${DESKTOPS_PER_STREAM}: ${trouble.title}`,
      rounds: { full: 6, short: 0 },
      async prepare(scope) {
        const extent = { desktops: DESKTOPS, streams: Math.ceil(DESKTOPS / DESKTOPS_PER_STREAM) }
        const site = await openFleet(scope, await startBehindNginx(scope), extent)
        const lasting = id === 'replica-pause' ? A_MINUTE : undefined
        return roundOnFleet(site, trouble, { around: 5, lasting })
      },
    },
  ]),
)

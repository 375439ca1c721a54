import { test } from 'node:test'
import { type Scope, wholeFile } from '../setup/cleanup.ts'
import { previousRelease } from '../setup/previous-release.ts'
import { DAILY_SEED, sampled } from '../setup/sampled.ts'
import { ON_ENGINES } from './engines.ts'
import { eventOrder, underFire } from './event-order.ts'
import { roundOnFleet } from './fleet.ts'
import { Cluster } from './harness/cluster.ts'
import { type Round, runFault } from './harness/fault.ts'
import { openFleet } from './harness/fleet-site.ts'
import { seeded } from './harness/random.ts'
import { TROUBLES } from './harness/troubles.ts'
import { roundOn } from './replicas.ts'
import { rollingUpgrade, roundOfUpgrade } from './rolling-upgrade.ts'

const seed = Number(DAILY_SEED ?? 1)
const cluster = await Cluster.start(wholeFile)

const [fleetId, ofFleet] = seeded(seed).pick(Object.entries(TROUBLES))

type Prepare = (t: Scope) => Round | Promise<Round>

/** The faults of several servers; the cluster is shared by them. */
const FAULTS: [id: string, title: string, prepare: Prepare][] = [
  ['event-order', eventOrder.title, () => underFire(cluster)],
  ...Object.entries(TROUBLES).map(([id, trouble]): (typeof FAULTS)[number] => [
    id,
    trouble.title,
    () => roundOn(cluster, trouble),
  ]),
  [
    `fleet-${fleetId}`,
    `under a fleet: ${ofFleet.title}`,
    async (t) => {
      const site = { troubled: cluster, url: cluster.balancer.url }
      const extent = { desktops: 20, streams: 5 }
      return roundOnFleet(await openFleet(t, site, extent), ofFleet, { around: 1 })
    },
  ],
  [
    'rolling-upgrade',
    rollingUpgrade.title,
    (t) => roundOfUpgrade(cluster, previousRelease(t).main),
  ],
]

for (const [id, title, prepare] of sampled(FAULTS, 2)) testFault(id, title, prepare)
for (const [id, { title, prepareOn }] of sampled(Object.entries(ON_ENGINES), 1))
  testFault(id, title, (t) => prepareOn(cluster, t))

function testFault(id: string, title: string, prepare: Prepare): void {
  test(`${title} (${id})`, async (t) => {
    const fault = { prepare: async () => await prepare(t) }
    await runFault(t, id, fault, {
      seed,
      rounds: 1,
      quiet: false,
      tell: (text) => t.diagnostic(text),
      within: 100_000,
    })
  })
}

import { test } from 'node:test'
import { type Scope, wholeFile } from '../setup/cleanup.ts'
import { previousRelease } from '../setup/previous-release.ts'
import { DAILY_SEED, sampled } from '../setup/sampled.ts'
import { ON_ENGINES } from './engines.ts'
import { eventOrder, underFire } from './event-order.ts'
import { Cluster } from './harness/cluster.ts'
import { type Round, runFault } from './harness/fault.ts'
import { roundOn, troubles } from './replicas.ts'
import { rollingUpgrade, roundOfUpgrade } from './rolling-upgrade.ts'

const seed = Number(DAILY_SEED ?? 1)
const cluster = await Cluster.start(wholeFile)

type Prepare = (t: Scope) => Round | Promise<Round>

/** The faults of several servers; the cluster is shared by them. */
const FAULTS: [id: string, title: string, prepare: Prepare][] = [
  ['event-order', eventOrder.title, () => underFire(cluster)],
  ...troubles.map(([id, { title, trouble }]): (typeof FAULTS)[number] => [
    id,
    title,
    () => roundOn(cluster, trouble),
  ]),
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
    await runFault(t, id, fault, { seed, rounds: 1, quiet: false, within: 100_000 })
  })
}

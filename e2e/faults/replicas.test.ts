import { test } from 'node:test'
import { wholeFile } from '../setup/cleanup.ts'
import { previousRelease } from '../setup/previous-release.ts'
import { DAILY_SEED, sampled } from '../setup/sampled.ts'
import { ON_ENGINES } from './engines.ts'
import { eventOrder, underFire } from './event-order.ts'
import { Cluster } from './harness/cluster.ts'
import { runFault } from './harness/fault.ts'
import { roundOn, troubles } from './replicas.ts'
import { rollingUpgrade, roundOfUpgrade } from './rolling-upgrade.ts'

const seed = Number(DAILY_SEED ?? 1)
const cluster = await Cluster.start(wholeFile)

test(`${eventOrder.title} (event-order)`, async (t) => {
  const prepare = async () => underFire(cluster)
  await runFault(t, 'event-order', { prepare }, { seed, rounds: 1, quiet: false, within: 100_000 })
})

for (const [id, { title, trouble }] of troubles) {
  test(`${title} (${id})`, async (t) => {
    const prepare = async () => roundOn(cluster, trouble)
    await runFault(t, id, { prepare }, { seed, rounds: 1, quiet: false, within: 100_000 })
  })
}

test(`${rollingUpgrade.title} (rolling-upgrade)`, async (t) => {
  const prepare = async () => roundOfUpgrade(cluster, previousRelease(t).main)
  await runFault(
    t,
    'rolling-upgrade',
    { prepare },
    { seed, rounds: 1, quiet: false, within: 100_000 },
  )
})

for (const [id, { title, prepareOn }] of sampled(Object.entries(ON_ENGINES), 1)) {
  test(`${title} (${id})`, async (t) => {
    const prepare = () => prepareOn(cluster, t)
    await runFault(t, id, { prepare }, { seed, rounds: 1, quiet: false, within: 100_000 })
  })
}

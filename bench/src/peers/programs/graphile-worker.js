// A graphile-worker with its defaults: adds jobs that do nothing when it is asked, and says how it went.
//   graphile-worker.js MODULES DATABASE_URL
import { createRequire } from 'node:module'

const [modules, connectionString] = process.argv.slice(2)
const { makeWorkerUtils, run } = createRequire(`${modules}/x.js`)('graphile-worker')

let heard = () => undefined
const utils = await makeWorkerUtils({ connectionString })
await utils.migrate()
await run({
  connectionString,
  noHandleSignals: true,
  taskList: { nothing: async ({ n }) => heard(n) },
  logger: undefined,
})

/** Adds so many, 100 in a statement, and waits until each has run. */
async function rate(jobs) {
  const begun = performance.now()
  let left = jobs
  const all = new Promise((resolve) => {
    heard = () => --left === 0 && resolve()
  })
  for (let n = 0; n < jobs; n += 100) {
    await utils.addJobs(
      Array.from({ length: 100 }, (_, i) => ({ identifier: 'nothing', payload: { n: n + i } })),
    )
  }
  await all
  return jobs / ((performance.now() - begun) / 1000)
}

/** From the call that adds a job to the start of its task, one after another, in ms. */
async function latencies(jobs) {
  const found = []
  for (let n = 0; n < jobs; n++) {
    const started = new Promise((resolve) => {
      heard = () => resolve(performance.now())
    })
    const begun = performance.now()
    await utils.addJob('nothing', { n })
    found.push((await started) - begun)
  }
  return found
}

const works = { rate, latencies }
process.on('message', async ({ work, jobs }) => process.send(await works[work](jobs)))
process.once('disconnect', () => process.exit())
process.send('ready')

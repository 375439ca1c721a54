import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { waitForTask } from '@mission-control/client'
import type { Fault } from './harness/fault.ts'
import { startJob } from './harness/job.ts'
import { judge } from './harness/judge.ts'
import { Site } from './harness/site.ts'
import { diskPoisons, preloadDisk } from './poison/disk.ts'
import { outputPoisons } from './poison/output.ts'
import type { Poison } from './poison/poison.ts'
import { wirePoisons } from './poison/wire.ts'

/** While a disk is full nobody else gets anything done either, so nobody is timed. */
const POISONS: Record<string, { take: Poison; timed: boolean }> = {
  ...mapped({ ...outputPoisons, ...wirePoisons }, true),
  ...mapped(diskPoisons, false),
}
/** How much longer others may take, and ms that are no difference. */
const SLOWER = 2
const NOTHING_MS = 5
/** Enough to see beyond the moment in which it begins. */
const PROBES = 25

function mapped(poisons: Record<string, Poison>, timed: boolean) {
  return Object.fromEntries(Object.entries(poisons).map(([name, take]) => [name, { take, timed }]))
}

export const poison: Fault = {
  title:
    'whatever is printed, sent or refused by a disk, the server is up, says so clearly, and others go on',
  rounds: { full: 3, short: 1 },
  minutes: 10,
  async prepare(scope) {
    const site = await Site.start(scope, { server: preloadDisk(scope) })
    return async (random, scope, { quiet }) => {
      if (quiet) await dispatchTime(site)
      const alone = quiet ? await dispatchTime(site) : 0
      for (const [name, { take, timed }] of Object.entries(POISONS)) {
        const job = await startJob(site, { lines: 200, pause: 0.05 })
        await sleep(random.between(0, 100))
        try {
          const taken = take(site, scope)
          const others = quiet && timed ? await dispatchTime(site) : 0
          await taken
          assert.ok(others <= SLOWER * alone + NOTHING_MS, `others: ${others} ms, not ${alone}`)
          assert.equal((await site.server.request('/api/health')).status, 200)
          await judge(site, [job])
        } catch (error) {
          throw new Error(name, { cause: error })
        }
      }
    }
  },
}

/** From a task's creation to its end, the median in ms. */
async function dispatchTime({ client, desktop }: Site): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < PROBES; i++) {
    const begun = performance.now()
    const task = { type: 'command', content: 'true', desktopId: desktop.id } as const
    const [created] = await client.tasks.createBatch({ tasks: [task], run: true })
    await waitForTask(client, created!.id)
    times.push(performance.now() - begun)
  }
  return times.sort((one, other) => one - other)[Math.floor(PROBES / 2)]!
}

import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Scope } from '../setup/cleanup.ts'
import type { Fault } from './harness/fault.ts'
import { startJob } from './harness/job.ts'
import { judge } from './harness/judge.ts'
import { Site } from './harness/site.ts'
import { diskPoisons, preloadDisk } from './poison/disk.ts'
import { outputPoisons } from './poison/output.ts'
import { wirePoisons } from './poison/wire.ts'

/** Done to a site while an ordinary command runs on it. */
export type Poison = (site: Site, scope: Scope) => Promise<void>

const POISONS: Record<string, Poison> = { ...outputPoisons, ...wirePoisons, ...diskPoisons }

export const poison: Fault = {
  title:
    'whatever is printed, sent or refused by a disk, the server is up, says so clearly, and others go on',
  rounds: { full: 3, short: 1 },
  async prepare(scope) {
    const site = await Site.start(scope, { server: preloadDisk(scope) })
    return async (random) => {
      for (const [name, take] of Object.entries(POISONS)) {
        const job = await startJob(site, { lines: 200, pause: 0.05 })
        await sleep(random.between(0, 100))
        try {
          await take(site, scope)
          assert.equal((await site.server.request('/api/health')).status, 200)
          await judge(site, [job])
        } catch (error) {
          throw new Error(name, { cause: error })
        }
      }
    }
  },
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from './harness/fault.ts'
import { createJob, type Job } from './harness/job.ts'
import { judge } from './harness/judge.ts'
import { Site } from './harness/site.ts'

const TASKS = 10

export const atMostOnce: Fault = {
  title:
    'with links cut around every message, frames repeated and ends killed, no task starts twice',
  rounds: { full: 100, short: 2 },
  async prepare(scope) {
    const site = await Site.start(scope)
    return async (random) => {
      site.link.weather = { random, cutBefore: 0.03, cutAfter: 0.03, twice: 0.1, split: true }
      const jobs: Job[] = []
      for (let i = 0; i < TASKS; i++) {
        jobs.push(await createJob(site, { lines: random.between(0, 20), pause: 0 }))
      }
      const killed = random.pick(['nobody', 'server', 'runner'] as const)
      await site.client.tasks.runMany(jobs.map(({ task }) => task.id))
      await sleep(random.between(0, 100))
      if (killed === 'server') {
        await site.killServer()
        await site.startServer()
      }
      if (killed === 'runner') {
        await site.killRunner()
        site.startRunner()
      }
      await sleep(random.between(0, 300))
      site.link.weather = null
      await judge(site, jobs, ['start_unknown'])
      await site.connected()
    }
  },
}

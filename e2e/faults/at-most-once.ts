import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, Round } from './harness/fault.ts'
import { createJob, type Job } from './harness/job.ts'
import { judge } from './harness/judge.ts'
import { Site } from './harness/site.ts'

const TASKS = 10
const KILLED = ['nobody', 'server', 'runner']

export const atMostOnce: Fault = {
  title:
    'with links cut around every message, frames repeated and ends killed, no task starts twice',
  rounds: { full: 100, short: 2 },
  prepare: async (scope) => atMostOnceOn(await Site.start(scope)),
}

export function atMostOnceOn(site: Site): Round {
  return async (random) => {
    site.link.weather = { random, cutBefore: 0.03, cutAfter: 0.03, twice: 0.1, split: true }
    const jobs: Job[] = []
    for (let i = 0; i < TASKS; i++) {
      jobs.push(await createJob(site, { lines: random.between(0, 20), pause: 0 }))
    }
    const killed = random.pick([...KILLED, ...(site.hasEngines ? ['engine'] : [])])
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
    if (killed === 'engine') await site.restartEngine(random)
    await sleep(random.between(0, 300))
    site.link.weather = null
    await judge(site, jobs, ['start_unknown'])
    await site.connected()
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, Round } from './harness/fault.ts'
import { randomJob, startJob } from './harness/job.ts'
import { judge } from './harness/judge.ts'
import { Site } from './harness/site.ts'

const RUNNING = 20

export const serverRestart: Fault = {
  title:
    'with the server killed while 20 run, all end with their true exit code and all their output',
  rounds: { full: 20, short: 1 },
  prepare: async (scope) => serverRestartOn(await Site.start(scope)),
}

export function serverRestartOn(site: Site): Round {
  return async (random) => {
    const jobs = await Promise.all(
      Array.from({ length: RUNNING }, () => startJob(site, randomJob(random))),
    )
    await sleep(random.between(0, 500))
    await Promise.all([site.restartEngine(random), site.killServer()])
    await sleep(random.between(0, 1000))
    await site.startServer()
    await judge(site, jobs)
  }
}

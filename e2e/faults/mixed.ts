import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from './harness/fault.ts'
import { randomJob, startJob } from './harness/job.ts'
import { type Excuses, judge } from './harness/judge.ts'
import type { Random } from './harness/random.ts'
import { Site } from './harness/site.ts'
import { killKeeper } from './runner-restart.ts'

/** What may strike, and which failures it excuses. */
const STRIKES: Record<
  string,
  { strike(site: Site, random: Random): Promise<void>; excuses?: Excuses }
> = {
  'the server is killed': {
    async strike(site, random) {
      await site.killServer()
      await sleep(random.between(0, 300))
      await site.startServer()
    },
  },
  'the runner is killed': {
    async strike(site, random) {
      await site.killRunner()
      await sleep(random.between(0, 300))
      site.startRunner()
    },
  },
  'the keeper is killed': {
    strike: async (site) => killKeeper(site),
    excuses: ['keeper_lost', 'start_unknown'],
  },
  'the runner is stopped for a while': {
    async strike({ runner }, random) {
      runner.child.kill('SIGSTOP')
      await sleep(random.between(0, 500))
      runner.child.kill('SIGCONT')
    },
  },
  'the link is reset': { strike: async ({ link }) => link.cut() },
  'the link stalls': {
    async strike({ link }, random) {
      link.darken()
      await sleep(random.between(0, 500))
      link.lighten()
    },
  },
  'the link is bad': {
    async strike({ link }, random) {
      link.weather = { random, cutBefore: 0.05, cutAfter: 0.05, twice: 0.1, delay: 20, split: true }
      await sleep(random.between(0, 500))
      link.weather = null
    },
  },
}

export const mixed: Fault = {
  title: 'under faults of all kinds, one after another, every task has its true end once',
  rounds: { full: 1000, short: 3 },
  async prepare(scope) {
    const site = await Site.start(scope)
    return async (random) => {
      const jobs = []
      const excuses: Excuses[number][] = []
      for (let strikes = random.between(1, 3); strikes > 0; strikes--) {
        jobs.push(await startJob(site, randomJob(random)), await startJob(site, randomJob(random)))
        await sleep(random.between(0, 150))
        const { strike, excuses: more = [] } = STRIKES[random.pick(Object.keys(STRIKES))]!
        await strike(site, random)
        excuses.push(...more)
      }
      await judge(site, jobs, excuses)
      await site.connected()
    }
  },
}

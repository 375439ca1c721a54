import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from './harness/fault.ts'
import { randomJob, startJob } from './harness/job.ts'
import { judge } from './harness/judge.ts'
import type { Random } from './harness/random.ts'
import { Site } from './harness/site.ts'

/** A keeper that is killed takes with it what it held; between claim and start nobody can know. */
const KEEPER_KILLED = ['keeper_lost', 'start_unknown'] as const

export const runnerRestart: Fault = {
  title:
    'with the runner killed its commands live and lose nothing; with the keeper they are lost once',
  rounds: { full: 50, short: 3 },
  async prepare(scope) {
    const site = await Site.start(scope)
    return async (random) => {
      const jobs = await Promise.all(
        Array.from({ length: 5 }, () => startJob(site, { ...randomJob(random), pause: 0.05 })),
      )
      await sleep(random.between(0, 400))
      const keeperToo = random.chance(0.4)
      await kill(site, random, keeperToo)
      await judge(site, jobs, keeperToo ? KEEPER_KILLED : [])
    }
  },
}

/** The runner, the keeper before or after it, or both; the runner comes back. */
async function kill(site: Site, random: Random, keeperToo: boolean): Promise<void> {
  const keeperFirst = random.chance(0.5)
  if (keeperToo && keeperFirst) killKeeper(site)
  const runnerToo = !keeperToo || random.chance(0.5)
  if (runnerToo) await site.killRunner()
  if (keeperToo && !keeperFirst) killKeeper(site)
  if (!runnerToo) return
  await sleep(random.between(0, 500))
  site.startRunner()
}

export function killKeeper({ keeper }: Site): void {
  if (keeper !== null) process.kill(keeper, 'SIGKILL')
}

import { setTimeout as sleep } from 'node:timers/promises'
import { previousRelease } from '../setup/previous-release.ts'
import { within } from '../setup/within.ts'
import { Cluster } from './harness/cluster.ts'
import { type Engines, startEngines, withNewDatabase } from './harness/engines.ts'
import type { Fault, Round } from './harness/fault.ts'
import { hear, judgeHearing } from './harness/hearing.ts'
import { type Job, randomJob, startJob } from './harness/job.ts'
import { judge } from './harness/judge.ts'
import { type Random, seeded } from './harness/random.ts'

/** ms between the jobs that are started all along. */
const PAUSE = 150

/** Servers and a runner of the release before, of which each server is replaced in turn while jobs come. */
export function roundOfUpgrade(engines: Engines, main: string): Round {
  return (random) =>
    within(async (scope) => {
      // The schema that an upgrade leaves is no longer one to start from.
      const cluster = await Cluster.start(scope, await withNewDatabase(engines), main)
      const hearing = await hear(scope, cluster.client)
      const load = new Load(cluster, seeded(random.between(0, 1e9)))
      const { replicas } = cluster
      for (const replica of random.chance(0.5) ? replicas : replicas.toReversed()) {
        await sleep(random.between(0, 500))
        if (random.chance(0.5)) await replica.server.stop()
        else await replica.kill()
        await replica.startAgain()
        await cluster.isWell()
      }
      const jobs = await load.end()
      await judge(cluster, jobs)
      await judgeHearing(hearing)
    })
}

export const rollingUpgrade: Fault = {
  title:
    'servers of the release before are replaced one by one under load, and no run is lost or doubled',
  rounds: { full: 50, short: 0 },
  async prepare(scope) {
    return roundOfUpgrade(await startEngines(scope), previousRelease(scope).main)
  },
}

/** Jobs that are started one after the other until it ends. */
class Load {
  readonly #over = new AbortController()
  readonly #jobs: Promise<Job[]>

  constructor(cluster: Cluster, random: Random) {
    this.#jobs = this.#start(cluster, random)
    // Told to whoever ends it.
    this.#jobs.catch(() => undefined)
  }

  async end(): Promise<Job[]> {
    this.#over.abort()
    return await this.#jobs
  }

  async #start(cluster: Cluster, random: Random): Promise<Job[]> {
    const jobs: Job[] = []
    while (!this.#over.signal.aborted) {
      jobs.push(await startJob(cluster, randomJob(random)))
      await sleep(PAUSE)
    }
    return jobs
  }
}

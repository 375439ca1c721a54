import { setTimeout as sleep } from 'node:timers/promises'
import { Cluster } from './harness/cluster.ts'
import type { Fault, Round } from './harness/fault.ts'
import { hear, judgeHearing } from './harness/hearing.ts'
import { randomJob, startJob } from './harness/job.ts'
import { judge } from './harness/judge.ts'
import { TROUBLES, type Trouble } from './harness/troubles.ts'

const JOBS = 6

/** A round on a cluster: jobs that run meanwhile, and a stream that is read all along. */
export function roundOn(cluster: Cluster, { befall }: Trouble): Round {
  return async (random, scope) => {
    // By the address that all use.
    const hearing = await hear(scope, cluster.client)
    const jobs = await Promise.all(
      Array.from({ length: JOBS }, () => startJob(cluster, { ...randomJob(random), pause: 0.05 })),
    )
    await sleep(random.between(0, 300))
    await befall(cluster, random)
    await cluster.isWell()
    jobs.push(await startJob(cluster, randomJob(random)))
    await judge(cluster, jobs)
    await judgeHearing(hearing)
  }
}

/** Each with a cluster of its own. Their short rounds share one: `replicas.test.ts`. */
export const REPLICA_FAULTS: Record<string, Fault> = Object.fromEntries(
  Object.entries(TROUBLES).map(([id, trouble]) => [
    id,
    {
      title: trouble.title,
      rounds: { full: 50, short: 0 },
      prepare: async (scope) => roundOn(await Cluster.start(scope), trouble),
    },
  ]),
)

import { setTimeout as sleep } from 'node:timers/promises'
import { Cluster, type Replica } from './harness/cluster.ts'
import type { Fault, Round } from './harness/fault.ts'
import { hear, judgeHearing } from './harness/hearing.ts'
import { randomJob, startJob } from './harness/job.ts'
import { judge } from './harness/judge.ts'
import type { Random } from './harness/random.ts'

const JOBS = 6
/** A fault lasts so long at most, in ms: longer than a lease, and than a transaction may be left open. */
const LONGEST = 8_000

/** What happens to servers that share a database, and is over when it resolves. */
type Trouble = (cluster: Cluster, random: Random) => Promise<void>

/** A round on a cluster: jobs that run meanwhile, and a stream that is read all along. */
export function roundOn(cluster: Cluster, trouble: Trouble): Round {
  return async (random, scope) => {
    // By the address that all use.
    const hearing = await hear(scope, cluster.client)
    const jobs = await Promise.all(
      Array.from({ length: JOBS }, () => startJob(cluster, { ...randomJob(random), pause: 0.05 })),
    )
    await sleep(random.between(0, 300))
    await trouble(cluster, random)
    await cluster.isWell()
    jobs.push(await startJob(cluster, randomJob(random)))
    await judge(cluster, jobs)
    await judgeHearing(hearing)
  }
}

const otherThan = (replica: Replica, { replicas }: Cluster) =>
  replicas.filter((each) => each !== replica)

const TROUBLES: Record<string, { title: string; trouble: Trouble }> = {
  'replica-kill': {
    title: 'with one of two servers killed, its desktops and streams go on at the other',
    async trouble(cluster, random) {
      const replica = random.pick(cluster.replicas)
      await replica.kill()
      await sleep(random.between(0, 1_000))
      await replica.startAgain()
    },
  },
  'replica-pause': {
    title: 'a server that stood still has no say over desktops that have gone on at another',
    async trouble(cluster, random) {
      const replica = random.pick(cluster.replicas)
      const { child } = replica.server.program
      child.kill('SIGSTOP')
      cluster.leadTo(otherThan(replica, cluster))
      await sleep(random.between(500, LONGEST))
      child.kill('SIGCONT')
      await sleep(random.between(0, 500))
      cluster.leadTo([replica, ...otherThan(replica, cluster)])
    },
  },
  'nats-loss': {
    title: 'with NATS killed, servers find in the database what they would have told one another',
    async trouble({ nats }, random) {
      await nats.kill()
      await sleep(random.between(0, LONGEST))
      await nats.start()
    },
  },
  'postgres-restart': {
    title:
      'with PostgreSQL killed or stopped under several servers, what was acknowledged is there and goes on',
    async trouble({ postgres }, random) {
      if (random.chance(0.5)) {
        postgres.pause()
        await sleep(random.between(500, LONGEST))
        postgres.goOn()
        return
      }
      await postgres.kill()
      await sleep(random.between(0, 2_000))
      await postgres.start()
    },
  },
  partition: {
    title:
      'a server that is parted from the database, from NATS or from both is back when they are',
    async trouble({ replicas }, random) {
      const { cables } = random.pick(replicas)
      const parted = random.pick([[cables.postgres], [cables.nats], Object.values(cables)])
      for (const cable of parted) cable.part()
      await sleep(random.between(500, LONGEST))
      for (const cable of parted) cable.mend()
    },
  },
}

/** Each with a cluster of its own. Their short rounds share one: `replicas.test.ts`. */
export const REPLICA_FAULTS: Record<string, Fault> = Object.fromEntries(
  Object.entries(TROUBLES).map(([id, { title, trouble }]) => [
    id,
    {
      title,
      rounds: { full: 50, short: 0 },
      prepare: async (scope) => roundOn(await Cluster.start(scope), trouble),
    },
  ]),
)

export const troubles = Object.entries(TROUBLES)

import { setTimeout as sleep } from 'node:timers/promises'
import type { Engines } from './engines.ts'
import type { Random } from './random.ts'
import type { Replica } from './replica.ts'

/** Servers that share a database, and what they share. */
export interface Troubled extends Engines {
  replicas: Replica[]
  /** What is in front of them has found out which are there: in this order, and who was connected has to come again. */
  leadTo(replicas: Replica[]): void
}

/** From so many ms to so many. */
export interface Lasting {
  least: number
  most: number
}

/** Longer than a lease, and than a transaction may be left open. */
const SOME_SECONDS: Lasting = { least: 500, most: 8_000 }
/** A start takes its own time. */
const A_MOMENT: Lasting = { least: 0, most: 2_000 }

const otherThan = (replica: Replica, { replicas }: Troubled) =>
  replicas.filter((each) => each !== replica)

const last = (random: Random, { least, most }: Lasting) => sleep(random.between(least, most))

export interface Trouble {
  /** What holds all the same. */
  title: string
  /** Does it; it is over when this resolves. */
  befall(troubled: Troubled, random: Random, lasting?: Lasting): Promise<void>
}

/** What happens to servers that share a database. */
export const TROUBLES = {
  'replica-kill': {
    title: 'with a server killed, its desktops and streams go on at another',
    async befall({ replicas }, random, lasting = A_MOMENT) {
      const replica = random.pick(replicas)
      await replica.kill()
      await last(random, lasting)
      await replica.startAgain()
    },
  },
  'replica-pause': {
    title: 'a server that stood still has no say over desktops that have gone on at another',
    async befall(troubled, random, lasting = SOME_SECONDS) {
      const replica = random.pick(troubled.replicas)
      const { child } = replica.server.program
      child.kill('SIGSTOP')
      troubled.leadTo(otherThan(replica, troubled))
      await last(random, lasting)
      child.kill('SIGCONT')
      await sleep(random.between(0, 500))
      troubled.leadTo([replica, ...otherThan(replica, troubled)])
    },
  },
  'nats-loss': {
    title: 'with NATS killed, servers find in the database what they would have told one another',
    async befall({ nats }, random, lasting = SOME_SECONDS) {
      await nats.kill()
      await last(random, lasting)
      await nats.start()
    },
  },
  'postgres-restart': {
    title:
      'with PostgreSQL killed or stopped under several servers, what was acknowledged is there and goes on',
    async befall({ postgres }, random, lasting = SOME_SECONDS) {
      if (random.chance(0.5)) {
        postgres.pause()
        await last(random, lasting)
        postgres.goOn()
        return
      }
      await postgres.kill()
      await last(random, A_MOMENT)
      await postgres.start()
    },
  },
  partition: {
    title:
      'a server that is parted from the database, from NATS or from both is back when they are',
    async befall({ replicas }, random, lasting = SOME_SECONDS) {
      const { cables } = random.pick(replicas)
      const parted = random.pick([[cables.postgres], [cables.nats], Object.values(cables)])
      for (const cable of parted) cable.part()
      await last(random, lasting)
      for (const cable of parted) cable.mend()
    },
  },
} satisfies Record<string, Trouble>

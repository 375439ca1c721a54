import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Client, createClient } from '@mission-control/client'
import type { CreatedDesktop } from '@mission-control/protocol'
import { type Balancer, startBalancer } from '../../setup/balancer.ts'
import type { Scope } from '../../setup/cleanup.ts'
import { temporaryFolder } from '../../setup/folder.ts'
import type { Nats } from '../../setup/nats.ts'
import type { Postgres } from '../../setup/postgres.ts'
import type { Program } from '../../setup/processes.ts'
import { startRunner } from '../../setup/runner.ts'
import { KEY } from '../../setup/server.ts'
import { waitFor } from '../../setup/wait.ts'
import { type Engines, startEngines } from './engines.ts'
import { lastWords } from './last-words.ts'
import { Replica } from './replica.ts'

/**
 * Replicas with a PostgreSQL and a NATS of their own, behind an address that leads to one that is up, and a
 * runner. All of it can fail.
 */
export class Cluster {
  readonly postgres: Postgres
  readonly nats: Nats
  readonly replicas: Replica[]
  readonly balancer: Balancer
  readonly client: Client
  readonly desktop: CreatedDesktop
  /** The runner's folder, and where commands say what they do. */
  readonly dir: string
  readonly truth: string
  readonly runner: Program

  private constructor(
    cluster: Pick<Cluster, 'postgres' | 'nats' | 'replicas' | 'balancer' | 'client' | 'desktop'>,
    runner: Pick<Cluster, 'dir' | 'truth' | 'runner'>,
  ) {
    this.postgres = cluster.postgres
    this.nats = cluster.nats
    this.replicas = cluster.replicas
    this.balancer = cluster.balancer
    this.client = cluster.client
    this.desktop = cluster.desktop
    this.dir = runner.dir
    this.truth = runner.truth
    this.runner = runner.runner
  }

  /** `main`: the program of another version, which all of it is of. */
  static async start(t: Scope, engines?: Engines, main?: string, count = 2): Promise<Cluster> {
    const { postgres, nats } = engines ?? (await startEngines(t))
    const replicas = await Promise.all(
      Array.from({ length: count }, () => Replica.start(t, { postgres, nats }, main)),
    )
    const balancer = await startBalancer(
      t,
      replicas.map(({ port }) => Number(port)),
    )
    const client = createClient({ baseUrl: balancer.url, apiKey: KEY })
    const desktop = await client.desktops.create({ name: 'elsewhere' })
    const folder = temporaryFolder(t)
    const [dir, truth] = [join(folder, 'runner'), join(folder, 'truth')]
    mkdirSync(truth)
    const env = { MISSION_CONTROL_CONCURRENCY: '32' }
    const runner = await startRunner(t, balancer.url, dir, desktop.credential, env, main)
    const cluster = { postgres, nats, replicas, balancer, client, desktop }
    return new Cluster(cluster, { dir, truth, runner })
  }

  /** From now on the address leads to these, in this order; who was connected has to come again. */
  leadTo(replicas: Replica[]): void {
    this.balancer.ports = replicas.map(({ port }) => Number(port))
    this.balancer.cut()
  }

  /** The desktop is connected, and each replica answers. */
  async isWell(): Promise<void> {
    await this.#areWell().catch((cause) => {
      throw new Error(this.story, { cause })
    })
  }

  async #areWell(): Promise<void> {
    for (const { server } of this.replicas) {
      await waitFor('a replica to answer, and the desktop to be there', async () => {
        const { status } = await server.client.desktops
          .get(this.desktop.id)
          .catch(() => ({ status: null }))
        return status === 'running'
      })
    }
  }

  get leftovers(): string[] {
    return readdirSync(join(this.dir, 'runs'))
  }

  /** How all ended up, for who has to find out why. */
  get story(): string {
    const told = this.replicas.map(({ server }, i) => `replica ${i}:\n${lastWords(server.program)}`)
    return [...told, `runner (${this.leftovers.join(', ')}):\n${lastWords(this.runner)}`].join('\n')
  }
}

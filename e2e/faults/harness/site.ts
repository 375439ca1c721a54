import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@mission-control/client'
import type { CreatedDesktop } from '@mission-control/protocol'
import type { Scope } from '../../setup/cleanup.ts'
import { environmentBy } from '../../setup/engine.ts'
import { temporaryFolder } from '../../setup/folder.ts'
import { livingKeeper } from '../../setup/keeper.ts'
import { freePort } from '../../setup/port.ts'
import { type Program, startProgram } from '../../setup/processes.ts'
import { startServer, type TestServer } from '../../setup/server.ts'
import { waitFor } from '../../setup/wait.ts'
import type { Engines } from './engines.ts'
import { FaultyLink } from './faulty-link.ts'
import { lastWords } from './last-words.ts'
import type { Random } from './random.ts'

export interface SiteOptions {
  /** Of the server. */
  dataDir?: string
  /** In which the runner's folder lies. */
  folder?: string
  server?: NodeJS.ProcessEnv
  runner?: NodeJS.ProcessEnv
  /** On which the server stores, and by which it is a replica. */
  engines?: Engines
}

/**
 * A server and a runner as processes of their own, with a link between them that can fail. Both can be
 * killed and started again; the server's address stays the same.
 */
export class Site {
  readonly scope: Scope
  readonly link: FaultyLink
  readonly desktop: CreatedDesktop
  /** The runner's folder, and where commands say what they do. */
  readonly dir: string
  readonly truth: string
  server: TestServer
  runner: Program
  readonly #options: SiteOptions
  readonly #port: string

  private constructor(
    site: Pick<Site, 'scope' | 'link' | 'desktop' | 'dir' | 'truth'>,
    more: {
      server: TestServer
      runner: Program
      options: SiteOptions
      port: string
    },
  ) {
    this.scope = site.scope
    this.link = site.link
    this.desktop = site.desktop
    this.dir = site.dir
    this.truth = site.truth
    this.server = more.server
    this.runner = more.runner
    this.#options = more.options
    this.#port = more.port
  }

  static async start(scope: Scope, options: SiteOptions = {}): Promise<Site> {
    const port = await freePort()
    const { dataDir, folder = temporaryFolder(scope) } = options
    const server = await startServer(scope, environmentOf(port, options), dataDir)
    const link = await FaultyLink.start(scope, Number(port))
    const desktop = await server.client.desktops.create({ name: 'elsewhere' })
    const [dir, truth] = [join(folder, 'runner'), join(folder, 'truth')]
    mkdirSync(truth)
    const runner = startRunnerProgram(scope, link, dir, desktop, options)
    await runner.prints(/connected/)
    return new Site({ scope, link, desktop, dir, truth }, { server, runner, options, port })
  }

  get client(): Client {
    return this.server.client
  }

  async killServer(): Promise<void> {
    this.server.program.child.kill('SIGKILL')
    await this.server.program.exited
  }

  /** Kills PostgreSQL or NATS, where the server has them, and starts it again. */
  async restartEngine(random: Random): Promise<void> {
    const { engines } = this.#options
    if (engines === undefined) return
    const engine = random.pick(Object.values(engines))
    await engine.kill()
    await sleep(random.between(0, 1_000))
    await engine.start()
  }

  get hasEngines(): boolean {
    return this.#options.engines !== undefined
  }

  async startServer(): Promise<void> {
    const env = environmentOf(this.#port, this.#options)
    this.server = await startServer(this.scope, env, this.server.dataDir)
  }

  async killRunner(): Promise<void> {
    this.runner.child.kill('SIGKILL')
    await this.runner.exited
  }

  /** Not waiting for it to connect. */
  startRunner(): void {
    this.runner = startRunnerProgram(this.scope, this.link, this.dir, this.desktop, this.#options)
  }

  async connected(): Promise<void> {
    await waitFor('the desktop to be connected', async () => {
      const { status } = await this.client.desktops.get(this.desktop.id)
      return status === 'running' && this.link.links > 0
    })
  }

  /** Null while none lives. */
  get keeper(): number | null {
    return livingKeeper(join(this.dir, 'keeper.pid'))?.pid ?? null
  }

  /** How both ended up, for who has to find out why; `MISSION_CONTROL_LOG_LEVEL=info` tells more. */
  get story(): string {
    const left = [`keeper ${this.keeper}`, ...this.leftovers].join(', ')
    return `server:\n${lastWords(this.server.program)}\nrunner (${left}):\n${lastWords(this.runner)}`
  }

  /** What lies in the runner's folder for runs. */
  get leftovers(): string[] {
    return readdirSync(join(this.dir, 'runs'))
  }
}

function environmentOf(PORT: string, { server, engines }: SiteOptions): NodeJS.ProcessEnv {
  const fixed = { PORT, MISSION_CONTROL_LOCAL_DESKTOP: 'off', MISSION_CONTROL_RATE_LIMIT: '0' }
  return { ...fixed, ...(engines && environmentBy(engines)), ...server }
}

function startRunnerProgram(
  scope: Scope,
  { url }: FaultyLink,
  dir: string,
  { credential }: CreatedDesktop,
  { runner }: SiteOptions,
): Program {
  return startProgram(scope, ['runner', '--server', url, '--dir', dir], {
    MISSION_CONTROL_CREDENTIAL: credential,
    MISSION_CONTROL_CONCURRENCY: '32',
    ...runner,
  })
}

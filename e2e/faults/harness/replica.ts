import { Cable } from '../../setup/cable.ts'
import type { Scope } from '../../setup/cleanup.ts'
import { environmentBy } from '../../setup/engine.ts'
import { temporaryFolder } from '../../setup/folder.ts'
import { freePort } from '../../setup/port.ts'
import { startServer, type TestServer } from '../../setup/server.ts'
import type { Engines } from './engines.ts'

/** One server of several, and its ways to what they share. */
export class Replica {
  readonly port: string
  readonly cables: { postgres: Cable; nats: Cable }
  readonly #start: (main?: string) => Promise<TestServer>
  server: TestServer

  private constructor(
    replica: Pick<Replica, 'port' | 'cables' | 'server'>,
    start: (main?: string) => Promise<TestServer>,
  ) {
    this.port = replica.port
    this.cables = replica.cables
    this.server = replica.server
    this.#start = start
  }

  static async start(t: Scope, { postgres, nats }: Engines, main?: string): Promise<Replica> {
    const [port, ...cables] = await Promise.all([
      freePort(),
      ...[postgres, nats].map(({ url }) => Cable.lay(t, Number(new URL(url).port))),
    ])
    const [toPostgres, toNats] = cables as [Cable, Cable]
    const through = (url: string, { port }: Cable) =>
      Object.assign(new URL(url), { port: `${port}` }).href
    const dataDir = temporaryFolder(t)
    const env = {
      PORT: port,
      ...environmentBy({
        postgres: { url: through(postgres.url, toPostgres) },
        nats: { url: through(nats.url, toNats) },
      }),
      MISSION_CONTROL_RATE_LIMIT: '0',
    }
    const start = (main?: string) => startServer(t, env, dataDir, main)
    const cable = { postgres: toPostgres, nats: toNats }
    return new Replica({ port, cables: cable, server: await start(main) }, start)
  }

  async kill(): Promise<void> {
    this.server.program.child.kill('SIGKILL')
    await this.server.program.exited
  }

  /** `main`: the program of another version. */
  async startAgain(main?: string): Promise<void> {
    this.server = await this.#start(main)
  }
}

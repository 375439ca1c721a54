import { once } from 'node:events'
import type { CreatedDesktop } from '@mission-control/protocol'
import type { AgentState, Down, Hello, Up } from '@mission-control/protocol/runner'
import { cleanUp, type Scope } from './cleanup.ts'
import { openRunnerSocket } from './runner-socket.ts'
import type { TestServer } from './server.ts'
import { waitFor } from './wait.ts'

const NOTHING = { used: 0, total: 1, percent: 0 }

/** Speaks a runner's side of the protocol in a version of one's choice, and does nothing. */
export class BareRunner {
  readonly heard: Down[] = []
  readonly closed: Promise<unknown>
  readonly #socket: WebSocket

  private constructor(socket: WebSocket) {
    this.#socket = socket
    this.closed = once(socket, 'close')
    socket.addEventListener('message', ({ data }) => this.heard.push(JSON.parse(data as string)))
  }

  /** Resolves once it is welcome; rejects when it isn't, with the server's words. */
  static async connect(
    t: Scope,
    { url }: TestServer,
    { credential }: CreatedDesktop,
    version: number,
    agent?: AgentState,
    /** What it has from before. */
    before: Partial<Hello> = {},
    /** How often it says so, at once. */
    hellos = 1,
  ): Promise<BareRunner> {
    const runner = new BareRunner(await openRunnerSocket(url, credential))
    cleanUp(t, () => runner.close())
    const hello: Hello = {
      type: 'hello',
      protocol: { newest: version, oldest: 1 },
      runnerVersion: '0.0.1',
      instanceId: 'bare',
      metrics: { cpu: 0, cores: 1, memory: NOTHING, disk: NOTHING },
      ipAddress: null,
      lastDispatch: 0,
      runs: [],
      ...(agent && { agent }),
      ...before,
    }
    for (let i = 0; i < hellos; i++) runner.says(hello)
    await waitFor('an answer', () => {
      const [refused] = runner.all('refused')
      if (refused) throw new Error(refused.message)
      return runner.all('welcome').length > 0
    })
    return runner
  }

  async hears<T extends Down['type']>(type: T): Promise<Extract<Down, { type: T }>> {
    return await waitFor(type, () => {
      return this.heard.find((each): each is Extract<Down, { type: T }> => each.type === type)
    })
  }

  /** All of the type that it has heard so far. */
  all<T extends Down['type']>(type: T): Extract<Down, { type: T }>[] {
    return this.heard.filter((each): each is Extract<Down, { type: T }> => each.type === type)
  }

  /** Anything but output, which travels otherwise. */
  says(message: Exclude<Up, { type: 'output' }>): void {
    this.#socket.send(JSON.stringify(message))
  }

  /** Says that a run has ended well, without output. */
  ends(runId: string): void {
    const end = { kind: 'exited', exitCode: 0 } as const
    this.says({ type: 'ended', runId, at: Date.now(), seq: 0, end })
  }

  /** A frame as it is: a text, or bytes. */
  sends(frame: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(frame)
  }

  /** Stops on purpose. */
  async leave(): Promise<void> {
    this.says({ type: 'goodbye' })
    await this.closed
  }

  async close(): Promise<void> {
    this.#socket.close()
    await this.closed
  }
}

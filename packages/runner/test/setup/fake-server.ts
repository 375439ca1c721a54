import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import {
  type Down,
  type DownOf,
  encodeDown,
  OUTPUT_START,
  type OutputPosition,
  PROTOCOL_VERSION,
  type Up,
  type UpOf,
} from '@mission-control/protocol/runner'
import { decodeUp } from '@mission-control/protocol/runner/schemas'
import { type WebSocket, WebSocketServer } from 'ws'
import { until } from './until.ts'

/** What the server has of one run. */
export interface StoredRun {
  position: OutputPosition
  stdout: Buffer
  stderr: Buffer
  system: Buffer
  agent: Buffer
  /** The types of its messages, neighbours of one type once. */
  heard: string[]
  end: UpOf<'ended'> | null
  /** How often an end came up. */
  ends: number
}

/**
 * The server's end of the protocol on a real socket: stores, acknowledges, and remembers. Tests name
 * their runs as they like; on the wire the names are unique, since a run's processes are found by it.
 */
export class FakeServer {
  readonly hellos: UpOf<'hello'>[] = []
  readonly messages: Up[] = []
  readonly runs = new Map<string, StoredRun>()
  /** What is done about output and ends; tests turn it off to see what is sent again. */
  acknowledge = true
  /** What it speaks at most. */
  version = PROTOCOL_VERSION
  /** Said instead of `welcome`. */
  refusal: DownOf<'refused'> | null = null
  /** The HTTP status of the upgrade, instead of letting it happen. */
  answer: number | null = null
  readonly #wss: WebSocketServer
  readonly #tag = `.${randomUUID()}`
  #socket: WebSocket | null = null
  #dispatch = 0

  private constructor(wss: WebSocketServer) {
    this.#wss = wss
    wss.on('connection', (socket) => {
      this.#socket = socket
      socket.on('message', (data, isBinary) =>
        this.#handle(
          this.#untagged(decodeUp(isBinary ? (data as Buffer) : data.toString())),
          socket,
        ),
      )
    })
  }

  static async start(port = 0): Promise<FakeServer> {
    const wss = new WebSocketServer({
      port,
      host: '127.0.0.1',
      verifyClient: (_, done) => (server.answer === null ? done(true) : done(false, server.answer)),
    })
    const server = new FakeServer(wss)
    await once(wss, 'listening')
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#wss.address() as AddressInfo).port}`
  }

  run(runId: string): StoredRun {
    const known = this.runs.get(runId)
    if (known !== undefined) return known
    const none = Buffer.alloc(0)
    const run: StoredRun = {
      position: OUTPUT_START,
      stdout: none,
      stderr: none,
      system: none,
      agent: none,
      heard: [],
      end: null,
      ends: 0,
    }
    this.runs.set(runId, run)
    return run
  }

  /** The run's id on the wire. */
  idOf(runId: string): string {
    return runId + this.#tag
  }

  send(message: Down): void {
    this.#socket?.send(encodeDown(this.#tagged(message)))
  }

  start(runId: string, command: string, more: Partial<DownOf<'start'>> = {}): void {
    const dispatch = more.dispatch ?? ++this.#dispatch
    this.send({
      type: 'start',
      runId,
      taskId: `task-of-${runId}`,
      dispatch,
      command,
      outputLimit: 16 * 1024 * 1024,
      ...more,
    })
  }

  async connected(times = 1): Promise<void> {
    await until(
      () => this.hellos.length >= times,
      () => `${this.hellos.length} hellos`,
    )
  }

  async ended(runId: string): Promise<StoredRun> {
    const run = this.run(runId)
    await until(
      () => run.end !== null,
      () => `${runId}: ${JSON.stringify({ heard: run.heard, position: run.position })}`,
    )
    return run
  }

  /** Cuts the connection without a word. */
  cut(): void {
    this.#socket?.terminate()
    this.#socket = null
  }

  async stop(): Promise<void> {
    for (const socket of this.#wss.clients) socket.terminate()
    this.#wss.close()
    await once(this.#wss, 'close')
  }

  #tagged(message: Down): Down {
    if ('runId' in message) return { ...message, runId: this.idOf(message.runId) }
    if (message.type !== 'welcome') return message
    const runs = message.runs.map((run) => ({ ...run, runId: this.idOf(run.runId) }))
    return { ...message, runs }
  }

  #untagged(message: Up): Up {
    const untag = (runId: string) => runId.replace(this.#tag, '')
    if ('runId' in message) return { ...message, runId: untag(message.runId) }
    if (message.type !== 'hello') return message
    const runs = message.runs.map((run) => ({ ...run, runId: untag(run.runId) }))
    return { ...message, runs }
  }

  #handle(message: Up, socket: WebSocket): void {
    // What an old connection still brings is not stored: the runner was told another position.
    if (socket !== this.#socket) return
    this.messages.push(message)
    if (message.type === 'hello') this.#welcome(message)
    if (!('runId' in message)) return
    const run = this.run(message.runId)
    if (run.heard.at(-1) !== message.type) run.heard.push(message.type)
    if (message.type === 'output') this.#store(run, message)
    if (message.type === 'ended') {
      run.end = message
      run.ends++
      if (this.acknowledge) this.send({ type: 'endAck', runId: message.runId })
    }
  }

  #welcome(hello: UpOf<'hello'>): void {
    this.hellos.push(hello)
    if (this.refusal !== null) {
      this.send(this.refusal)
      return
    }
    this.#dispatch = Math.max(this.#dispatch, hello.lastDispatch)
    this.send({
      type: 'welcome',
      version: this.version,
      desktopId: 'desktop-1',
      name: 'test',
      heartbeatIntervalMs: 1000,
      runs: hello.runs.map(({ runId }) => ({ runId, position: this.run(runId).position })),
    })
    if (this.version >= 3) this.send({ type: 'agentSetup', setup: null })
  }

  #store(run: StoredRun, { runId, seq, stream, offset, data }: UpOf<'output'>): void {
    if (seq !== run.position.seq + 1 || offset !== run.position[stream]) {
      throw new Error(`${runId}: chunk ${seq} at ${offset} after ${JSON.stringify(run.position)}`)
    }
    run[stream] = Buffer.concat([run[stream], data])
    run.position = { ...run.position, seq, [stream]: offset + data.length }
    if (this.acknowledge) this.send({ type: 'ack', runId, position: run.position })
  }
}

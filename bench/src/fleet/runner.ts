import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Down,
  type DownOf,
  decodeDown,
  encodeUp,
  type Hello,
  PROTOCOL_VERSION,
  type Up,
} from '@mission-control/protocol/runner'
import { WebSocket } from 'ws'
import { NOTHING_STORED, SimulatedRun } from './run.ts'

/** As a real runner does it: random waits of up to so many ms, then of up to twice as many until a connection has held. */
const BACK_OFF = { first: 100, longest: 8_000, heldFor: 10_000 }
const OPEN_WITHIN_MS = 20_000
const WELCOME_WITHIN_MS = 15_000
const PING_EVERY_MS = 5_000
/** Without anything from the server for this long, the connection is dead. */
const DEAD_AFTER_MS = 15_000

const MIB_OF_MEMORY = 8_192
const MIB_OF_DISK = 100_000

export interface Machine {
  id: string
  credential: string
  /** The address of its server. */
  url: string
}

/** What is told of a runner, for whoever counts. */
export interface Heard {
  connected(): void
  /** `wasConnected`: false where it was not let in. */
  disconnected(why: string, wasConnected: boolean): void
  /** `isFirst`: false where it has begun this run before, which must not happen. */
  started(taskId: string, isFirst: boolean): void
}

/**
 * A runner of the real protocol whose commands are simulated. It keeps in memory what a real one has on disk:
 * after a cut both sides compare their runs, and go on.
 */
export class SimulatedRunner {
  readonly #machine: Machine
  readonly #heard: Heard
  readonly #signal: AbortSignal
  readonly #since = Date.now()
  readonly #runs = new Map<string, SimulatedRun>()
  /** Every run that it was told to start. */
  readonly #known = new Set<string>()
  #lastDispatch = 0
  /** Undefined until the server has said where each run goes on: nothing may be said before. */
  #socket: WebSocket | undefined
  #stream: Socket | undefined

  constructor(machine: Machine, heard: Heard, signal: AbortSignal) {
    this.#machine = machine
    this.#heard = heard
    this.#signal = signal
  }

  /** Until the signal; then it says goodbye. */
  async stayConnected(): Promise<void> {
    let span = BACK_OFF.first
    while (!this.#signal.aborted) {
      const { heldMs, why } = await this.#connectOnce()
      if (this.#signal.aborted) break
      this.#heard.disconnected(why, heldMs !== null)
      if ((heldMs ?? 0) >= BACK_OFF.heldFor) span = BACK_OFF.first
      const wait = Math.random() * span
      await sleep(wait, undefined, { signal: this.#signal }).catch(() => null)
      span = Math.min(2 * span, BACK_OFF.longest)
    }
    for (const run of this.#runs.values()) run.forget()
  }

  /** Resolves when the connection is over; `heldMs`: how long after the welcome, null without one. */
  async #connectOnce(): Promise<{ heldMs: number | null; why: string }> {
    const { url, credential } = this.#machine
    const socket = new WebSocket(
      `${url.replace(/^http/, 'ws').replace(/\/$/, '')}/api/runners/connect`,
      {
        headers: { authorization: `Bearer ${credential}` },
        perMessageDeflate: false,
        generateMask: (mask) => mask.fill(0),
        handshakeTimeout: OPEN_WITHIN_MS,
      },
    )
    let [welcomedAt, failure]: [number | null, string] = [null, '']
    let heardAt = performance.now()
    const timers = [setTimeout(() => cut('no welcome came'), WELCOME_WITHIN_MS)]
    const cut = (why: string) => {
      failure = why
      socket.terminate()
    }
    const leave = () => {
      if (socket.readyState !== WebSocket.OPEN) return socket.terminate()
      if (welcomedAt !== null) this.#say({ type: 'goodbye' })
      socket.close(1000)
      timers.push(setTimeout(() => socket.terminate(), 2_000))
    }
    socket.on('upgrade', ({ socket: stream }: IncomingMessage) => {
      this.#stream = stream
    })
    socket.on('open', () => socket.send(encodeUp(this.#hello())))
    socket.on('error', ({ message }) => {
      failure = message
    })
    socket.on('pong', () => {
      heardAt = performance.now()
    })
    socket.on('message', (data) => {
      heardAt = performance.now()
      const message = decodeDown(String(data))
      if (message.type === 'refused') failure = message.message
      if (message.type === 'welcome') {
        welcomedAt = performance.now()
        clearTimeout(timers[0])
        this.#socket = socket
        this.#compare(message)
        const look = () => {
          if (performance.now() - heardAt < DEAD_AFTER_MS) socket.ping()
          else cut('nothing came any more')
        }
        timers.push(this.#beat(message.heartbeatIntervalMs), setInterval(look, PING_EVERY_MS))
        this.#heard.connected()
      } else this.#obey(message)
    })
    this.#signal.addEventListener('abort', leave, { once: true })
    const { promise, resolve } = Promise.withResolvers<string>()
    socket.on('close', (code, reason) => resolve(failure || `closed (${code} ${reason})`))
    const why = await promise
    this.#signal.removeEventListener('abort', leave)
    for (const timer of timers) clearTimeout(timer)
    this.#socket = undefined
    return { heldMs: welcomedAt === null ? null : performance.now() - welcomedAt, why }
  }

  #hello(): Hello {
    const { id } = this.#machine
    return {
      type: 'hello',
      protocol: { newest: PROTOCOL_VERSION, oldest: PROTOCOL_VERSION },
      runnerVersion: 'simulated',
      instanceId: `simulated ${id}`,
      place: `simulated ${id}`,
      clock: Date.now(),
      machine: { system: 'A simulated desktop', workDir: '/', upSince: this.#since, service: null },
      metrics: load(),
      ipAddress: null,
      lastDispatch: this.#lastDispatch,
      runs: [...this.#runs.values()].map(({ id: runId, dispatch }) => ({ runId, dispatch })),
      agent: null,
      presets: [],
      upgrade: { obstacle: 'This desktop is simulated.', failed: null, trial: false },
    }
  }

  /** What the server doesn't know is forgotten by its `discard`. */
  #compare({ runs }: DownOf<'welcome'>): void {
    for (const { runId, position } of runs) this.#runs.get(runId)?.repeatFrom(position)
  }

  #obey(message: Down): void {
    if (message.type === 'start') this.#start(message)
    else if (message.type === 'cancel') this.#runs.get(message.runId)?.cancel()
    else if (message.type === 'endAck' || message.type === 'discard') this.#forget(message.runId)
  }

  #forget(runId: string): void {
    this.#runs.get(runId)?.forget()
    this.#runs.delete(runId)
  }

  #start(message: DownOf<'start'>): void {
    const { runId, taskId, dispatch } = message
    if (dispatch <= this.#lastDispatch) {
      // Nothing up to its highest number is ever started again; the server may ask how it stands.
      this.#runs.get(runId)?.repeatFrom(NOTHING_STORED)
      return
    }
    this.#lastDispatch = dispatch
    this.#heard.started(taskId, !this.#known.has(runId))
    this.#known.add(runId)
    const run = new SimulatedRun(message, (said) => this.#say(said))
    this.#runs.set(runId, run)
    run.begin()
  }

  #beat(everyMs: number): NodeJS.Timeout {
    const beat = () => this.#say({ type: 'heartbeat', metrics: load(), clock: Date.now() })
    return setInterval(beat, everyMs)
  }

  /** Messages of one turn of the loop leave together, as those of a real runner. */
  #say(message: Up): void {
    const socket = this.#socket
    if (socket?.readyState !== WebSocket.OPEN) return
    const stream = this.#stream
    if (stream && stream.writableCorked === 0) {
      stream.cork()
      setImmediate(() => stream.uncork())
    }
    socket.send(encodeUp(message))
  }
}

function load(): Hello['metrics'] {
  const used = (total: number) => ({ used: total / 2, total, percent: 50 })
  return {
    cpu: Math.round(Math.random() * 100),
    cores: 4,
    memory: used(MIB_OF_MEMORY),
    disk: used(MIB_OF_DISK),
  }
}

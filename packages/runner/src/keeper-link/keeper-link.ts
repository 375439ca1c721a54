import { connect, type Socket } from 'node:net'
import { codeOf } from '../error-code.ts'
import { encodeLine, LineSplitter } from '../json-lines.ts'
import {
  type FromKeeper,
  KEEPER_SOCKET,
  KEEPER_VERSION,
  LEAVES_SINCE,
  type ToKeeper,
} from '../keeper/protocol.ts'
import { livingKeeper } from '../keeper-process.ts'
import type { Log } from '../log.ts'
import { pause } from '../pause.ts'
import { launchKeeper } from './launch.ts'

const FIRST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 250
/**
 * Node needs about 50 ms to start. If no keeper answers after this long, another one is launched,
 * in ms.
 */
const LAUNCH_EVERY_MS = 2_000
const GIVE_UP_AFTER_MS = 10_000

export interface KeeperEvents {
  /**
   * The keeper is connected and holds these runs. Check every other run that it was expected to
   * hold.
   */
  hello(held: ReadonlySet<string>): void
  changed(runId: string): void
  refused(runId: string, message: string): void
  /** The keeper can't start the run now; nothing of it was started. */
  busy(runId: string, message: string): void
  /** The connection closed, or there is nobody to connect to. */
  gone(): void
  /** The keeper could not be started. */
  unavailable(): void
}

export interface KeeperLinkOptions {
  dir: string
  idleMs: number | undefined
  events: KeeperEvents
  signal: AbortSignal
  log: Log
}

/**
 * The runner's end of the connection to the keeper. It remembers no runs: after each `hello` the
 * runner compares what it knows.
 */
export class KeeperLink {
  readonly #options: KeeperLinkOptions
  #socket: Socket | null = null
  /** Before its `hello` nobody knows what the keeper holds, so nothing may be sent to it. */
  #greeted = false
  #version = KEEPER_VERSION
  #opening = false
  #hasToldSlowness = false
  /** Outgoing lines of one turn of the loop leave together. */
  #outgoing: string[] = []

  constructor(options: KeeperLinkOptions) {
    this.#options = options
    options.signal.addEventListener('abort', () => this.#socket?.destroy())
  }

  get connected(): boolean {
    return this.#greeted
  }

  /** The version of the connected keeper or, without one, of the keeper that would be started. */
  get version(): number {
    return this.#greeted ? this.#version : KEEPER_VERSION
  }

  /** False when there is no connection. */
  send(message: ToKeeper): boolean {
    if (!this.#greeted) return false
    if (this.#outgoing.push(encodeLine(message)) === 1) setImmediate(() => this.#flush())
    return true
  }

  /** Connects to the keeper that lives, if one does; otherwise says `gone`. */
  follow(): void {
    this.#open(false)
  }

  /** Connects to the keeper, and starts one when none lives. */
  launch(): void {
    this.#open(true)
  }

  #flush(): void {
    const lines = this.#outgoing.join('')
    this.#outgoing = []
    this.#socket?.write(lines)
  }

  #open(mayLaunch: boolean): void {
    if (this.#socket !== null || this.#opening || this.#options.signal.aborted) return
    this.#opening = true
    void this.#attempt(mayLaunch).then((outcome) => {
      this.#opening = false
      if (!this.#options.signal.aborted && outcome !== 'connected') this.#options.events[outcome]()
    })
  }

  async #attempt(mayLaunch: boolean): Promise<'connected' | 'gone' | 'unavailable'> {
    const { dir, idleMs, signal } = this.#options
    const begun = performance.now()
    let launched = -Infinity
    for (
      let wait = FIRST_PAUSE_MS;
      !signal.aborted;
      wait = Math.min(wait * 1.2, LONGEST_PAUSE_MS)
    ) {
      const socket = await tryConnect()
      if (socket !== null) {
        this.#attach(socket)
        return 'connected'
      }
      const now = performance.now()
      // Without a descriptor nobody can tell whether a keeper lives; then it doesn't count as gone.
      const isGone = this.#tried(() => livingKeeper(dir) === null)
      if (isGone) {
        if (!mayLaunch) return 'gone'
        if (now - begun > GIVE_UP_AFTER_MS) return 'unavailable'
        if (now - launched > LAUNCH_EVERY_MS) {
          launched = now
          this.#tried(() => launchKeeper(dir, idleMs))
        }
      }
      await pause(wait, signal)
    }
    return 'gone'
  }

  /** What the system refuses for now is tried again. */
  #tried<T>(work: () => T): T | null {
    try {
      return work()
    } catch (error) {
      this.#options.log.warn({ error: codeOf(error) }, 'The keeper cannot be looked for or started')
      return null
    }
  }

  #attach(socket: Socket): void {
    const { events, signal, log } = this.#options
    if (signal.aborted) {
      socket.destroy()
      return
    }
    const lines = new LineSplitter<FromKeeper>()
    this.#socket = socket
    this.#outgoing = []
    socket.on('data', (bytes) => {
      for (const message of lines.add(bytes)) this.#handle(message)
    })
    socket.on('error', (error) => log.warn({ error: error.message }, 'The keeper was cut off'))
    socket.on('close', () => {
      this.#socket = null
      this.#greeted = false
      if (!signal.aborted) events.gone()
    })
  }

  /** Logs the reason once: the next keeper will have the same one. */
  #tellSlowness(reason: string | undefined): void {
    if (reason === undefined || this.#hasToldSlowness) return
    this.#hasToldSlowness = true
    const what = 'Commands start a millisecond slower: posix_spawn can not be called here'
    this.#options.log.warn({ reason }, what)
  }

  #handle(message: FromKeeper): void {
    const { events } = this.#options
    if (message.type === 'hello') {
      this.#greeted = true
      this.#version = message.version ?? 1
      // An older keeper still holds runs. It leaves when it holds none, and the next start brings a newer one.
      if (this.#version < KEEPER_VERSION && this.#version >= LEAVES_SINCE)
        this.send({ type: 'leave' })
      this.#tellSlowness(message.withoutPosixSpawn)
      events.hello(new Set(message.runs))
    } else if (message.type === 'changed') events.changed(message.runId)
    else if (message.type === 'busy') events.busy(message.runId, message.message)
    else events.refused(message.runId, message.message)
  }
}

function tryConnect(): Promise<Socket | null> {
  const { promise, resolve } = Promise.withResolvers<Socket | null>()
  const socket = connect(KEEPER_SOCKET)
  const fail = () => resolve(null)
  socket.once('error', fail)
  socket.once('connect', () => {
    socket.off('error', fail)
    resolve(socket)
  })
  return promise
}

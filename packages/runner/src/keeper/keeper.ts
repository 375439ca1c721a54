import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { descriptorLimit, hasRoom } from '../descriptors.ts'
import { codeOf, isShortage } from '../error-code.ts'
import { encodeLine } from '../json-lines.ts'
import type { RunProcesses } from '../process-tree.ts'
import { RunFile } from '../run-file.ts'
import { RECORD_MAX_BYTES } from '../spool/format.ts'
import { stopProcesses } from '../stop-processes.ts'
import { Hints } from './hints.ts'
import { KeptRun } from './kept-run.ts'
import { Pipes } from './pipes.ts'
import type { StartRequest, ToKeeper } from './protocol.ts'
import { say } from './say.ts'
import { withoutPosixSpawn } from './spawn-run.ts'

/** Between attempts to stop a run. */
const STOP_AGAIN_MS = 250

export interface KeeperOptions {
  dir: string
  /** How long to stay with nothing to hold. */
  idleMs: number
  version: number
  onIdle(): void
}

/** Holds the runs of one folder: starts them, stops them, and goes when it holds nothing. */
export class Keeper {
  readonly #options: KeeperOptions
  readonly #runs = new Map<string, KeptRun>()
  readonly #stops = new Map<string, Promise<boolean>>()
  readonly #hints = new Hints()
  /**
   * For each open connection: resolves when it is closed and everything that came over it was
   * handled.
   */
  readonly #closed = new Map<Socket, Promise<void>>()
  readonly #pipes: Pipes
  readonly #readBuffer = Buffer.allocUnsafeSlow(RECORD_MAX_BYTES)
  readonly #descriptors = descriptorLimit()
  #idleMs: number
  #idleTimer: NodeJS.Timeout | undefined
  #closing = false

  constructor(options: KeeperOptions) {
    this.#options = options
    this.#idleMs = options.idleMs
    this.#pipes = new Pipes(options.dir)
    this.#watchIdle()
  }

  /**
   * Greets a runner once everything that an earlier one asked for was handled. So the greeting
   * names all runs that are held, and no start that the runner has given up meanwhile can follow.
   */
  connect(socket: Socket): void {
    const earlier = [...this.#closed.values()]
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    this.#closed.set(socket, closed)
    void closed.then(() => this.#closed.delete(socket))
    void Promise.all(earlier).then(() => {
      this.#hints.connect(socket)
      this.#greet(socket)
    })
  }

  handle(message: ToKeeper, from: Socket): void {
    if (message.type === 'list') this.#greet(from)
    else if (message.type === 'kill') void this.#stop(message.runId, message.graceMs)
    else if (message.type === 'leave') this.leave()
    else if (message.type === 'start' || message.type === 'startAgent') this.#take(message)
  }

  /** Stops every run, and waits until the ends are recorded. */
  async close(): Promise<void> {
    this.#closing = true
    await Promise.all([...this.#runs.keys()].map((runId) => this.#stop(runId)))
    const { promise, resolve } = Promise.withResolvers<void>()
    const check = setInterval(() => {
      if ([...this.#runs.values()].every((run) => run.ended)) resolve()
    }, 20)
    await promise
    clearInterval(check)
  }

  /** Goes as soon as it holds nothing. */
  leave(): void {
    this.#idleMs = 0
    this.#watchIdle()
  }

  #take(request: StartRequest): void {
    if (this.#closing) return
    const { runId } = request
    const file = new RunFile(this.#options.dir, runId)
    if (!this.#hasRoom() && !file.exists()) {
      const message = 'Too few descriptors are left for one more run.'
      this.#hints.say({ type: 'busy', runId, message })
      return
    }
    try {
      if (!file.claim()) {
        this.#hints.ended(runId)
        return
      }
    } catch (error) {
      const message = `The run's file could not be made: ${codeOf(error)}.`
      this.#hints.say({ type: isShortage(error) ? 'busy' : 'refused', runId, message })
      return
    }
    const run: KeptRun = new KeptRun(request, {
      file,
      pipes: this.#pipes,
      readBuffer: this.#readBuffer,
      changed: (urgent) => {
        if (run.ended) this.#hints.ended(runId)
        else this.#hints.changed(runId, urgent)
      },
      stop: () => void this.#stop(runId, request.graceMs),
      unstarted: (message) => {
        this.#runs.delete(runId)
        this.#hints.say({ type: 'busy', runId, message })
        this.#watchIdle()
      },
      gone: () => {
        this.#runs.delete(runId)
        this.#watchIdle()
      },
    })
    this.#runs.set(runId, run)
    this.#watchIdle()
    run.start()
  }

  #hasRoom(): boolean {
    const over = [...this.#runs.values()].filter((run) => run.ended).length
    return hasRoom(this.#descriptors, this.#runs.size - over, over)
  }

  #greet(socket: Socket): void {
    const { version } = this.#options
    const runs = [...this.#runs].filter(([, run]) => !run.ended).map(([runId]) => runId)
    const { pid } = process
    socket.write(encodeLine({ type: 'hello', pid, runs, version, withoutPosixSpawn }))
  }

  #stop(runId: string, graceMs?: number): Promise<boolean> {
    const underWay = this.#stops.get(runId)
    if (underWay !== undefined) return underWay
    const leader = this.#runs.get(runId)?.leader ?? null
    const stop = stopSurely({ runId, leader }, graceMs).finally(() => {
      this.#stops.delete(runId)
      this.#watchIdle()
    })
    this.#stops.set(runId, stop)
    void this.#runs.get(runId)?.stopping(stop)
    this.#watchIdle()
    return stop
  }

  #watchIdle(): void {
    clearTimeout(this.#idleTimer)
    if (this.#runs.size > 0 || this.#stops.size > 0 || this.#closing) return
    this.#idleTimer = setTimeout(this.#options.onIdle, this.#idleMs)
  }
}

/**
 * Without a descriptor to look at the processes it tries again, because the order to stop comes
 * only once.
 */
async function stopSurely(run: RunProcesses, graceMs: number | undefined): Promise<boolean> {
  for (;;) {
    try {
      return await stopProcesses(run, { graceMs })
    } catch (error) {
      say(`${run.runId} could not be stopped yet: ${error}`)
      await delay(STOP_AGAIN_MS)
    }
  }
}

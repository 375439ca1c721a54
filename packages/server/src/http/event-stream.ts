import { once } from 'node:events'
import type { FastifyReply } from 'fastify'
import type { Sink } from '../activity/follow.ts'
import type { Bus } from '../bus/bus.ts'
import type { AuthenticatedCaller } from '../core.ts'

/** A client that leaves this much unread, in bytes, is cut; it resumes by its cursor. */
const UNREAD_MAX = 8 * 1024 * 1024
/** So is one that has taken nothing between two checks, in ms. */
const CHECK_EVERY = 5_000
/** An ended stream's last bytes have so long to go out, in ms. */
const END_WITHIN = 1_000
const COMMENT_EVERY_CHECKS = 3
const RETRY_MS = 2_000

/** The last that a stream carries when the server stops: it is no failure, and worth coming back. */
const GOING_AWAY = `retry: ${RETRY_MS}\n: the server stops; connect again\n\n`

/** The open event streams of this server. */
export class EventStreams {
  readonly #bus: Bus
  readonly #open = new Set<EventStream>()
  readonly #closing = new AbortController()

  constructor(bus: Bus) {
    this.#bus = bus
  }

  /** Aborted when the server stops. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  /** Answers with an event stream; from here on the reply is the stream's. It ends with the caller's key or session. */
  open(reply: FastifyReply, { credentialId }: AuthenticatedCaller): EventStream {
    reply.hijack()
    const stream = new EventStream(reply)
    this.#open.add(stream)
    const unsubscribe = this.#bus.subscribe('credential', credentialId, () => stream.end())
    stream.signal.addEventListener('abort', () => {
      unsubscribe()
      this.#open.delete(stream)
    })
    if (this.closing.aborted) stream.end()
    return stream
  }

  /** Ends all: their clients reconnect to whoever listens then. */
  close(): void {
    this.#closing.abort()
    for (const stream of this.#open) {
      stream.write(GOING_AWAY)
      stream.end()
    }
  }
}

/** One client of server-sent events. */
export class EventStream implements Sink {
  readonly #response: FastifyReply['raw']
  readonly #abort = new AbortController()
  readonly #timer: NodeJS.Timeout
  #checks = 0
  #wasBehind = false

  constructor(reply: FastifyReply) {
    this.#response = reply.raw
    this.#response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
    this.#response.write(`retry: ${RETRY_MS}\n\n`)
    this.#response.on('close', () => this.#gone())
    this.#response.on('error', () => this.#gone())
    this.#timer = setInterval(() => this.#check(), CHECK_EVERY)
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  write(frames: string | Buffer): void {
    if (this.signal.aborted) return
    // Judged by what was left before: one large event is no sign of a slow reader.
    if (this.#response.writableLength > UNREAD_MAX) this.#response.destroy()
    else this.#response.write(frames, this.#taken)
  }

  async drained(): Promise<void> {
    if (this.#response.writableNeedDrain) {
      await once(this.#response, 'drain', { signal: this.signal })
    }
    this.signal.throwIfAborted()
  }

  end(): void {
    this.#response.end()
    setTimeout(() => this.#response.destroy(), END_WITHIN).unref()
    this.#gone()
  }

  /** Who takes something is slow, but no stalled reader, also if there is always more to take. */
  readonly #taken = (): void => {
    this.#wasBehind = false
  }

  #check(): void {
    const behind = this.#response.writableNeedDrain
    if (behind && this.#wasBehind) this.#response.destroy()
    this.#wasBehind = behind
    this.#checks++
    if (this.#checks % COMMENT_EVERY_CHECKS === 0) this.write(': still here\n\n')
  }

  #gone(): void {
    clearInterval(this.#timer)
    this.#abort.abort()
  }
}

import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { FastifyReply } from 'fastify'
import type { Sink } from '../activity/sink.ts'
import type { AuthenticatedCaller, Core } from '../core.ts'
import { commentLine } from '../event-block.ts'
import { lookAgain } from '../look-again.ts'
import { oneByOne } from '../one-by-one.ts'
import { listLabels } from '../store/desktops.ts'
import { nameEntrance, validEntrances } from '../store/sessions.ts'
import { chunkOf } from './chunk-of.ts'
import { reachedOf } from './reach.ts'

/** A client that leaves this much unread, in bytes, is behind. */
const UNREAD_MAX = 1024 * 1024
/** What is longer, in bytes, isn't copied to be framed. */
const SHORT = 16 * 1024
/** The last bytes of an ended stream have this long to go out, in ms. */
const END_WITHIN = 1_000
/** A stream says something this often, in beats. */
const COMMENT_EVERY = 15
/** In ms. */
const BEAT_EVERY = 1_000

const TYPE = 'text/event-stream; charset=utf-8'
/** As a list: what is set one by one is kept, for each stream, for as long as it lasts. */
const HEADERS = [
  ...['content-type', TYPE],
  ...['cache-control', 'no-store'],
  ...['x-accel-buffering', 'no'],
  ...['x-content-type-options', 'nosniff'],
]

/** The last line of a stream when the server stops: no failure, and clients should come back. */
const GOING_AWAY = commentLine('the server stops; connect again')

/** What a caller holds open: it ends with their key, session or role. */
interface Held {
  end(): void
}

type AllHeld = ReadonlyMap<Held, AuthenticatedCaller>

/** The open event streams of this server, and the answers that wait. */
export class EventStreams {
  readonly #core: Core
  readonly #held = new Map<Held, AuthenticatedCaller>()
  readonly #closing = new AbortController()

  constructor(core: Core) {
    this.#core = core
    const end = lookAgain(core, () => this.#endRevoked(new Map(this.#held)))
    // One timer for all streams: each that has its own holds it for as long as it lasts.
    const beat = setInterval(() => this.#beat(), BEAT_EVERY).unref()
    this.closing.addEventListener('abort', () => {
      end()
      clearInterval(beat)
    })
  }

  get size(): number {
    return this.#open.length
  }

  /** Aborted when the server stops. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  /**
   * Answers with an event stream that `work` writes; from here on the reply is the stream's. It ends with
   * the work, or with the caller's key, session or role.
   */
  open(
    reply: FastifyReply,
    caller: AuthenticatedCaller,
    work: (stream: EventStream) => Promise<unknown>,
  ): FastifyReply {
    // For whoever looks at the reply: its headers go out past it.
    reply.type(TYPE).hijack()
    const stream = new EventStream(reply.raw)
    this.#hold(stream, caller, stream.signal, () => stream.end())
    if (this.closing.aborted) stream.end()
    const end = () => stream.end()
    work(stream).then(end, (error) => {
      if (!stream.signal.aborted) this.#core.log.error({ error }, 'an event stream broke')
      stream.end()
    })
    return reply
  }

  /**
   * Calls `end` when the caller's key, session or role ends before the answer is over. A rotated key may still
   * be good by the value that the caller has: unlike a stream, an answer isn't asked for again.
   */
  wait(caller: AuthenticatedCaller, isOver: AbortSignal, end: () => void): void {
    const held = { end }
    this.#hold(held, caller, isOver, () => {
      this.#endRevoked(new Map([[held, caller]])).catch((error) =>
        this.#core.log.warn({ error }, 'whether an answer may still come is looked up again later'),
      )
    })
  }

  #hold(held: Held, caller: AuthenticatedCaller, isOver: AbortSignal, told: () => void): void {
    this.#held.set(held, caller)
    const unsubscribe = this.#core.bus.subscribe('credential', caller.credentialId, told)
    isOver.addEventListener('abort', () => {
      unsubscribe()
      this.#held.delete(held)
    })
  }

  /**
   * The bus may have lost that a key was revoked, a session ended or a role changed; and some end by
   * themselves.
   */
  async #endRevoked(asked: AllHeld): Promise<void> {
    if (asked.size === 0) return
    const { store, now } = this.#core
    const at = now()
    const ids = new Set([...asked.values()].map(({ credentialId }) => credentialId))
    const valid = await validEntrances(store.db, [...ids], at)
    for (const [held, { credentialId: id, workspaceId, role, key }] of asked) {
      const value = key?.value
      const isIn = valid.has(id) || valid.has(nameEntrance({ id, workspaceId, role, value }))
      if (!isIn || (key?.expiresAt ?? at + 1) <= at) held.end()
    }
    await this.#endBeyond(asked)
  }

  /** Or it has lost that a label moved, and a restricted key reaches other desktops than it did. */
  async #endBeyond(asked: AllHeld): Promise<void> {
    const restricted = [...asked].filter(([, { key }]) => key?.restriction)
    const byWorkspace = Map.groupBy(restricted, ([, { workspaceId }]) => workspaceId)
    for (const [workspaceId, all] of byWorkspace) {
      const desktops = await listLabels(this.#core.store.db, workspaceId)
      for (const [held, { key }] of all) {
        const reached = key?.restriction ? reachedOf(desktops, key.restriction) : []
        if (!isDeepStrictEqual(new Set(reached), new Set(key?.desktopIds))) held.end()
      }
    }
  }

  get #open(): EventStream[] {
    return [...this.#held.keys()].filter((held) => held instanceof EventStream)
  }

  #beat(): void {
    for (const stream of this.#open) stream.beat()
  }

  /** Ends all: their clients reconnect to whoever listens then. */
  close(): void {
    this.#closing.abort()
    for (const stream of this.#open) goAway(stream)
  }

  /** Ends the streams like `close`, but a few at a time. */
  async moveAway(): Promise<void> {
    await oneByOne(this.#open, goAway)
  }
}

function goAway(stream: EventStream): void {
  stream.write(GOING_AWAY)
  stream.end()
}

/**
 * One client of server-sent events. Like any client that takes nothing of its answer, it is cut.
 */
export class EventStream implements Sink {
  readonly #response: FastifyReply['raw']
  readonly #abort = new AbortController()
  #isBegun = false
  #beats = 0

  constructor(response: FastifyReply['raw']) {
    this.#response = response
    this.#response.writeHead(200, HEADERS)
    const gone = () => this.#gone()
    this.#response.on('close', gone)
    this.#response.on('error', gone)
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /**
   * An event goes to the socket as one piece that is framed once for all streams: Node writes each chunk of
   * an answer in four pieces, which takes twice as long.
   */
  write(frames: string | Buffer): void {
    if (this.signal.aborted) return
    const { socket, chunkedEncoding } = this.#response
    const isShort = typeof frames !== 'string' && frames.length <= SHORT
    if (!this.#isBegun) this.#begin(frames)
    else if (socket && chunkedEncoding && isShort) socket.write(chunkOf(frames))
    else this.#response.write(frames)
  }

  /**
   * The headers go out with the first frame: a client that has them gets everything that happens from then on.
   * They are written by themselves because Node keeps them, and until then in some 30 pieces.
   */
  #begin(frames: string | Buffer): void {
    this.#isBegun = true
    const { socket } = this.#response
    socket?.cork()
    this.#response.flushHeaders()
    this.#response.write(frames)
    process.nextTick(() => socket?.uncork())
  }

  /** Keeps the connection visibly alive. */
  beat(): void {
    if (++this.#beats % COMMENT_EVERY === 0) this.write(commentLine('still here'))
  }

  get isBehind(): boolean {
    return this.#response.writableLength > UNREAD_MAX
  }

  async drained(): Promise<void> {
    const way = this.#response.socket ?? this.#response
    if (way.writableNeedDrain) {
      await once(way, 'drain', { signal: this.signal }).catch((error) => {
        // Its connection has broken, which the response tells a moment later.
        this.#gone()
        throw error
      })
    } else {
      await nextTurn()
    }
    this.signal.throwIfAborted()
  }

  end(): void {
    this.#response.end()
    setTimeout(() => this.#response.destroy(), END_WITHIN).unref()
    this.#gone()
  }

  #gone(): void {
    this.#abort.abort()
  }
}

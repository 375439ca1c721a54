import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { FRAME_MAX_BYTES, type Hello, KEY_SCHEME } from '@mission-control/protocol/runner'
import { WebSocketServer } from 'ws'
import type { Core } from '../core.ts'
import { oneByOne } from '../one-by-one.ts'
import { findDesktopByCredential, useChallenge } from '../store/desktops.ts'
import type { DesktopRow } from '../store/schema.ts'
import type { Bucket } from './bucket.ts'
import { Challenges } from './challenges.ts'
import { openAndClose } from './check-way.ts'
import { claimOf, type KeyClaim } from './claim.ts'
import { Connection } from './connection.ts'
import type { Desk } from './desk.ts'
import { refused } from './greet.ts'
import { Heartbeats } from './heartbeats.ts'
import { newPace } from './inbox.ts'
import { isThereElsewhere } from './knock.ts'
import { LargeFrames } from './large-frames.ts'
import { Penalties } from './penalties.ts'
import { markCutOff } from './presence.ts'

/** Where runners connect. */
const CONNECT_PATH = '/api/runners/connect'
/** Where a client without a credential tests whether WebSockets get through. */
const CHECK_PATH = '/api/runners/check'

/** Connections of one desktop that are open at a time: one speaks, others come or go. */
const OPEN_MAX = 4
/**
 * A runner that was heard of within this time, in ms, may be about to come back: a runner from
 * another place has to wait.
 */
const AWAY_AFTER = 10_000

/** Lets runners in by their credential; one connection speaks for each desktop. */
export class Gateway {
  readonly #core: Core
  readonly #outputLimit: number
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_MAX_BYTES })
  readonly #open = new Set<Connection>()
  /** The connection that speaks for a desktop. */
  readonly #current = new Map<string, { connection: Connection; place: string | undefined }>()
  readonly #penalties = new Penalties()
  readonly #paces = new Map<string, Bucket>()
  readonly #challenges: Challenges
  readonly #largeFrames = new LargeFrames()
  readonly #heartbeats: Heartbeats
  #since = performance.now()
  /** Why nobody is let in; null: runners are. */
  #shut: string | null = 'the server starts'

  constructor(core: Core, outputLimit: number) {
    this.#core = core
    this.#outputLimit = outputLimit
    this.#heartbeats = new Heartbeats(core)
    this.#challenges = core.shared
      ? new Challenges(core.secrets.derive('challenges of runners'), core.now)
      : new Challenges(undefined, () => performance.now())
  }

  /**
   * Has to be called before the server listens: Node leaves the socket to whoever takes an upgrade, so one
   * that nobody took would never be answered, and would end the process if it broke off. `know` is told
   * over which connection a credential came.
   */
  listenOn(server: Server, know: (socket: Socket) => void): void {
    server.on('upgrade', (request, socket, head) => {
      socket.on('error', (error) => this.#core.log.info({ error }, 'upgrade broke off'))
      this.#admit(request, socket, head, know).catch((error) => {
        this.#core.log.error({ error }, 'could not let a runner in')
        refuse(socket, '500 Internal Server Error', 'the log of the server says why')
      })
    })
  }

  /** From now on runners are let in. */
  open(): void {
    this.#since = performance.now()
    this.#shut = null
  }

  /** The connections that speak for their desktops, by their ids. */
  get speaking(): Map<string, Connection> {
    const speaking = [...this.#open].filter(({ speaks }) => speaks)
    return new Map(speaking.map((connection) => [connection.desktop.id, connection]))
  }

  /** Desktops for which a connection to this server speaks. */
  get size(): number {
    return this.#current.size
  }

  /** Asks the runners to go elsewhere, a few at a time. */
  async moveAway(): Promise<void> {
    this.#shut = 'the server stops'
    await oneByOne(this.#open, (connection) => connection.goAway())
  }

  /** Asks every runner to come back later; resolves when all they have sent is stored. */
  async close(): Promise<void> {
    this.#shut = 'the server stops'
    for (const connection of this.#open) connection.goAway()
    await Promise.all([...this.#open].map((connection) => connection.closed))
    await this.#heartbeats.close()
  }

  async #admit(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    know: (socket: Socket) => void,
  ): Promise<void> {
    // Taken as it was sent: a stranger's path need not be a valid address.
    const [path] = (request.url ?? '').split('?', 1)
    if (path === CHECK_PATH) return openAndClose(request, socket)
    if (path !== CONNECT_PATH) {
      return refuse(socket, '404 Not Found', `WebSockets are taken at ${CONNECT_PATH} only`)
    }
    if (this.#shut !== null) return refuse(socket, '503 Service Unavailable', this.#shut)
    const claim = claimOf(request.headers.authorization)
    const { hash } = claim
    // Checked before the store is asked, so that it costs nothing.
    if (this.#staysOut(hash, socket)) return
    if (claim.kind === 'key' && !claim.answer) return this.#challenge(socket)
    const desktop = await findDesktopByCredential(this.#core.store.db, hash)
    if (!desktop) return refuse(socket, '401 Unauthorized', 'expected the credential of a desktop')
    if (claim.kind === 'key' && !(await this.#isProven(desktop, claim))) {
      return this.#challenge(socket)
    }
    if (desktop.cut_off_at !== null) {
      const ago = this.#core.now() - desktop.cut_off_at
      this.#penalties.learn(hash, desktop.cut_off_times, ago)
      if (this.#staysOut(hash, socket)) return
    }
    know(request.socket)
    this.#penalties.countConnection(hash)
    const others = [...this.#open].filter((each) => each.desktop.id === desktop.id)
    if (others.length >= OPEN_MAX) {
      return refuse(socket, '429 Too Many Requests', 'this desktop has enough connections')
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const desk: Desk = {
        largeFrames: this.#largeFrames,
        pace: this.#paceOf(desktop.id),
        heartbeats: this.#heartbeats,
        takeOver: (connection, hello) => this.#takeOver(connection, hello),
        cutOff: (connection, why) => this.#cutOff(connection, hash, why),
      }
      const connection = new Connection(this.#core, webSocket, desktop, this.#outputLimit, desk)
      socket.on('data', ({ length }: Buffer) => connection.arrived(length))
      this.#open.add(connection)
      connection.closed.then(() => this.#open.delete(connection))
    })
  }

  #staysOut(hash: string, socket: Duplex): boolean {
    const wait = this.#penalties.waitFor(hash)
    if (wait > 0) {
      refuse(socket, '429 Too Many Requests', `try again in ${Math.ceil(wait / 1000)} s`)
    }
    return wait > 0
  }

  /** Challenges a runner that claims to have a key: it signs the challenge and connects again. */
  #challenge(socket: Duplex): void {
    const header = `WWW-Authenticate: ${KEY_SCHEME} ${this.#challenges.new()}`
    refuse(socket, '401 Unauthorized', 'expected a signed challenge', [header])
  }

  async #isProven({ id, public_key }: DesktopRow, { answer }: KeyClaim): Promise<boolean> {
    if (public_key === null || !answer) return false
    const { challenge, signature } = answer
    const proof = { desktopId: id, publicKey: public_key, signature }
    if (!this.#challenges.isAnswered(challenge, proof)) return false
    if (!this.#core.shared) return true
    // Another server may have let it in already.
    const at = this.#challenges.timeOf(challenge)
    return await this.#core.store.write((tx) => useChallenge(tx, id, at))
  }

  #paceOf(desktopId: string): Bucket {
    const pace = this.#paces.get(desktopId) ?? newPace()
    this.#paces.set(desktopId, pace)
    return pace
  }

  /**
   * One connection speaks for a desktop. The same runner, or the next one in its folder, takes over
   * at once. A runner from another place takes over only when the earlier one is gone: otherwise
   * its folder is a copy.
   */
  async #takeOver(newer: Connection, { place, runs }: Hello): Promise<boolean> {
    const { id, name } = newer.desktop
    this.#penalties.countRuns(newer.desktop.credential_hash, runs.length)
    for (;;) {
      const older = this.#current.get(id)
      const isSame = place !== undefined && older?.place === place
      const isTaken = older
        ? !isSame && (await older.connection.isAlive())
        : await this.#isThereElsewhere(newer, place)
      if (isTaken) {
        newer.turnAway(refused('credential_in_use', copied(name)))
        return false
      }
      if (!older && this.#isExpectedElsewhere(newer, place)) {
        newer.putOff('the desktop was just heard of from another place')
        return false
      }
      // Meanwhile another one may have come.
      if (this.#current.get(id) !== older) continue
      const current = { connection: newer, place }
      this.#current.set(id, current)
      newer.closed.then(() => {
        if (this.#current.get(id) === current) this.#current.delete(id)
      })
      await older?.connection.supersede()
      return true
    }
  }

  /** A runner from another place speaks for the desktop at another server, and answers. */
  async #isThereElsewhere({ desktop }: Connection, place: string | undefined): Promise<boolean> {
    const { id, connected, replica } = desktop
    if (!this.#core.shared || connected === 0 || replica === this.#core.replica) return false
    if (place !== undefined && place === desktop.place) return false
    return await isThereElsewhere(this.#core, id)
  }

  #isExpectedElsewhere({ desktop }: Connection, place: string | undefined): boolean {
    if (place === undefined || desktop.place === null || desktop.place === place) return false
    if (desktop.status === 'stopped' || desktop.last_seen_at === null) return false
    // Only time in which a server could have heard the runner counts.
    const here = this.#core.shared ? Number.POSITIVE_INFINITY : performance.now() - this.#since
    return Math.min(this.#core.now() - desktop.last_seen_at, here) < AWAY_AFTER
  }

  async #cutOff(connection: Connection, hash: string, why: string): Promise<void> {
    const times = this.#penalties.countMisbehaviour(hash)
    const current = this.#current.get(connection.desktop.id)
    const isLast = current === undefined || current.connection === connection
    await markCutOff(this.#core, connection.desktop, { why, times, isLast })
  }
}

function copied(name: string): string {
  return `The credential of "${name}" belongs to another runner, which is connected: this folder is a copy of that runner's. That runner goes on. To run this folder instead, stop that runner first. To run both, register another desktop and start its runner with its credential in an empty folder.`
}

function refuse(socket: Duplex, status: string, reason: string, headers: string[] = []): void {
  const head = [
    `HTTP/1.1 ${status}`,
    ...headers,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(reason)}`,
  ]
  // Destroy the socket: ending our side isn't enough, because the other side may never end its own.
  socket.end(`${head.join('\r\n')}\r\n\r\n${reason}`, () => socket.destroy())
}

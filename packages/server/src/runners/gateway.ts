import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { FRAME_MAX_BYTES } from '@mission-control/protocol/runner'
import { WebSocketServer } from 'ws'
import { hashSecret } from '../auth/secrets.ts'
import type { Core } from '../core.ts'
import { findDesktopByCredential } from '../store/desktops.ts'
import { Connection } from './connection.ts'

/** Where runners connect. */
const CONNECT_PATH = '/api/runners/connect'

/** Lets runners in by their credential; one connection speaks for each desktop. */
export class Gateway {
  readonly #core: Core
  readonly #outputLimit: number
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_MAX_BYTES })
  readonly #open = new Set<Connection>()
  /** The connection that speaks for a desktop. */
  readonly #current = new Map<string, Connection>()
  #closing = false

  constructor(core: Core, outputLimit: number) {
    this.#core = core
    this.#outputLimit = outputLimit
  }

  /** `know` is told over which connection a credential came. */
  listenOn(server: Server, know: (socket: Socket) => void): void {
    server.on('upgrade', (request, socket, head) => {
      socket.on('error', (error) => this.#core.log.info({ error }, 'upgrade broke off'))
      this.#admit(request, socket, head, know).catch((error) => {
        this.#core.log.error({ error }, 'could not let a runner in')
        refuse(socket, '500 Internal Server Error', 'the log of the server tells more')
      })
    })
  }

  /** Asks every runner to come back later; resolves when all they have sent is stored. */
  async close(): Promise<void> {
    this.#closing = true
    for (const connection of this.#open) connection.goAway()
    await Promise.all([...this.#open].map((connection) => connection.closed))
  }

  async #admit(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    know: (socket: Socket) => void,
  ): Promise<void> {
    // As it was sent: what a stranger asks for need not be an address.
    const [path] = (request.url ?? '').split('?', 1)
    if (path !== CONNECT_PATH) {
      return refuse(socket, '404 Not Found', `WebSockets are taken at ${CONNECT_PATH} only`)
    }
    if (this.#closing) return refuse(socket, '503 Service Unavailable', 'the server stops')
    const credential = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const desktop =
      credential && (await findDesktopByCredential(this.#core.store.db, hashSecret(credential)))
    if (!desktop) return refuse(socket, '401 Unauthorized', 'expected the credential of a desktop')
    know(request.socket)
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const takeOver = (newer: Connection) => this.#takeOver(desktop.id, newer)
      const connection = new Connection(this.#core, webSocket, desktop, this.#outputLimit, takeOver)
      this.#open.add(connection)
      connection.closed.then(() => this.#open.delete(connection))
    })
  }

  /** The newest connection of a desktop that has proved to be its own is the true one. */
  async #takeOver(desktopId: string, newer: Connection): Promise<void> {
    const older = this.#current.get(desktopId)
    this.#current.set(desktopId, newer)
    newer.closed.then(() => {
      if (this.#current.get(desktopId) === newer) this.#current.delete(desktopId)
    })
    await older?.supersede()
  }
}

function refuse(socket: Duplex, status: string, reason: string): void {
  const head = [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(reason)}`,
  ]
  // Not only ended: the other end may never end its own.
  socket.end(`${head.join('\r\n')}\r\n\r\n${reason}`, () => socket.destroy())
}

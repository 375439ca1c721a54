import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** The connections of a server: which belong to strangers, and which are idle. */
export class Connections {
  readonly #idle = new Set<Socket>()
  /** The oldest first. */
  readonly #strangers = new Set<Socket>()
  readonly #strangersMax: number
  #stopping = false

  /**
   * `strangers`: how many connections of unknown clients may be open. One more, and the oldest of
   * them goes.
   */
  constructor(strangers: number) {
    this.#strangersMax = strangers
  }

  watch(server: Server): void {
    // Node's own looks only once, waits for connections over which nothing was asked yet (browsers and
    // fetch open them in reserve) and cuts answers that are written but not sent: `end` does it instead.
    server.closeIdleConnections = () => undefined
    server.on('connection', (socket) => {
      this.#strangers.add(socket)
      // It comes once. To say so would keep two more objects for each connection, as long as it lasts.
      socket.on('close', () => {
        this.#idle.delete(socket)
        this.#strangers.delete(socket)
      })
      this.#rest(socket)
      this.#makeRoom()
    })
    server.on('request', ({ socket }, response) => {
      this.#idle.delete(socket)
      response.on('close', () => this.#rest(socket))
    })
    server.on('upgrade', ({ socket }) => this.#idle.delete(socket))
  }

  /** A key, a session or a credential came over it: no crowd of strangers pushes it out any more. */
  know(socket: Socket): void {
    this.#strangers.delete(socket)
  }

  /**
   * The first step of a stop: ends idle connections, and from now on each other one once its answer
   * is sent.
   */
  end(): void {
    this.#stopping = true
    for (const socket of this.#idle) socket.destroySoon()
  }

  #rest(socket: Socket): void {
    if (this.#stopping) socket.destroySoon()
    else if (!socket.destroyed) this.#idle.add(socket)
  }

  /**
   * A client with something to ask asks soon, so of many strangers the oldest are the least likely
   * to ask.
   */
  #makeRoom(): void {
    const [oldest] = this.#strangers
    if (this.#strangers.size > this.#strangersMax) oldest?.destroy()
  }
}

import type { Socket } from 'node:net'
import { type Down, decodeDown, encodeUp, type Up } from '@mission-control/protocol/runner'
import { WebSocket } from 'ws'
import { authorization, challengeIn } from '../enrol/key-credential.ts'
import { RefusedError } from './errors.ts'

/** A challenge may be too old when it is answered: then there is another. */
const ATTEMPTS = 4
/** Long enough for a proxy to find out, within 9 s, that a server stands still, and for the next one to answer. */
const OPEN_WITHIN_MS = 20_000
/** Without anything from the server for this long, a pong included, the connection is dead. */
const DEAD_AFTER_MS = 15_000
const PING_EVERY_MS = 5_000
const CLOSE_WITHIN_MS = 1_000
/** If more bytes than this wait in the process to be sent, output stays on disk. */
const CONGESTED_BYTES = 4 * 1024 * 1024

export interface LinkEvents {
  message(message: Down): void
  /** The congestion is over. */
  drained(): void
}

/** One open connection to the server. */
export class ServerLink {
  /** The version that both sides speak, once the server has said so. */
  version = 0
  /** Why it closed, once it has. */
  readonly closed: Promise<string>
  readonly #ws: WebSocket
  readonly #socket: Socket
  readonly #events: LinkEvents
  #corked = false
  #congested = false

  private constructor(ws: WebSocket, socket: Socket, events: LinkEvents) {
    this.#ws = ws
    this.#socket = socket
    this.#events = events
    this.closed = this.#watch()
  }

  /**
   * Throws {@link RefusedError} when the server does not know the credential. With a key the first request
   * gets a challenge, and the next one, which is signed, gets the link.
   */
  static async open(
    url: string,
    credential: string,
    events: LinkEvents,
    signal: AbortSignal,
  ): Promise<ServerLink> {
    let challenge: string | undefined
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const link = await ServerLink.#open(url, authorization(credential, challenge), events, signal)
      if (link instanceof ServerLink) return link
      challenge = link.challenge
    }
    throw new RefusedError('unknown_credential', unknownCredential(url))
  }

  static async #open(
    url: string,
    authorization: string,
    events: LinkEvents,
    signal: AbortSignal,
  ): Promise<ServerLink | { challenge: string }> {
    const ws = new WebSocket(url, {
      // Left to itself the library connects directly, past the proxy that Node's agents know.
      agent: agentFor(url),
      headers: { authorization },
      perMessageDeflate: false,
      generateMask: noMask,
      handshakeTimeout: OPEN_WITHIN_MS,
    })
    const { promise, resolve, reject } = Promise.withResolvers<ServerLink | { challenge: string }>()
    const abort = () => ws.terminate()
    let socket: Socket | undefined
    signal.addEventListener('abort', abort, { once: true })
    ws.on('upgrade', (response) => {
      socket = response.socket
    })
    ws.on('open', () => resolve(new ServerLink(ws, socket!, events)))
    ws.on('error', reject)
    ws.on('unexpected-response', (_, response) => {
      const challenge = challengeIn(response.headers['www-authenticate'])
      if (response.statusCode === 401 && challenge) resolve({ challenge })
      reject(
        response.statusCode === 401
          ? new RefusedError('unknown_credential', unknownCredential(url))
          : new Error(`the server answered HTTP ${response.statusCode}`),
      )
      ws.terminate()
    })
    try {
      return await promise
    } finally {
      signal.removeEventListener('abort', abort)
    }
  }

  get congested(): boolean {
    return this.#congested
  }

  /** Messages of one turn of the loop leave together. */
  send(message: Up): void {
    if (this.#ws.readyState !== WebSocket.OPEN) return
    if (!this.#corked) {
      this.#corked = true
      this.#socket.cork()
      setImmediate(() => {
        this.#corked = false
        this.#socket.uncork()
      })
    }
    this.#ws.send(encodeUp(message), () => this.#sent())
    if (this.#ws.bufferedAmount > CONGESTED_BYTES) this.#congested = true
  }

  /** Lets what was sent arrive, then closes. */
  async close(): Promise<void> {
    this.#ws.close(1000)
    const timer = setTimeout(() => this.#ws.terminate(), CLOSE_WITHIN_MS)
    await this.closed
    clearTimeout(timer)
  }

  /** Drops the connection at once, for a server that doesn't keep to the protocol. */
  cut(): void {
    this.#ws.terminate()
  }

  #sent(): void {
    if (!this.#congested || this.#ws.bufferedAmount > CONGESTED_BYTES / 4) return
    this.#congested = false
    this.#events.drained()
  }

  #watch(): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>()
    let heard = performance.now()
    let failure = ''
    this.#ws.on('message', (data, isBinary) => {
      heard = performance.now()
      const message = decoded(isBinary ? (data as Buffer) : data.toString())
      try {
        if (message instanceof Error) throw message
        this.#events.message(message)
      } catch (error) {
        failure =
          error === message
            ? `the server sent something that is not understood: ${error}`
            : `${error}`
        this.cut()
      }
    })
    this.#ws.on('pong', () => {
      heard = performance.now()
    })
    this.#ws.on('ping', () => {
      heard = performance.now()
    })
    this.#ws.on('error', (error) => {
      failure = error.message
    })
    const timer = setInterval(() => {
      if (performance.now() - heard < DEAD_AFTER_MS) return this.#ws.ping()
      failure = `nothing came for ${DEAD_AFTER_MS / 1000} s`
      this.cut()
    }, PING_EVERY_MS)
    this.#ws.on('close', (code, reason) => {
      clearInterval(timer)
      resolve(failure || `closed by the server (${code}${reason.length > 0 ? ` ${reason}` : ''})`)
    })
    return promise
  }
}

/** Not imported: an import of node:http loads Node's fetch, whose class for WebSockets it exports. */
function agentFor(url: string) {
  return process.getBuiltinModule(url.startsWith('wss:') ? 'node:https' : 'node:http').globalAgent
}

function decoded(data: Buffer | string): Down | Error {
  try {
    return decodeDown(data)
  } catch (error) {
    return error as Error
  }
}

/**
 * Masks keep a script in a browser from choosing the bytes that a proxy sees. Here only somebody
 * who already runs commands on this machine can choose them, and masking takes as long as sending.
 * A key of zeros leaves the bytes as they are, and neither side touches them.
 */
function noMask(key: Buffer): void {
  key.fill(0)
}

function unknownCredential(url: string): string {
  return `The credential is not known to the server at ${new URL(url).host}: the desktop was deleted, or the credential is of another server. Create the desktop there and start the runner with its credential.`
}

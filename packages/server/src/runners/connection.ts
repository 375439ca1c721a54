import {
  type Down,
  type DownOf,
  encodeDown,
  type Frame,
  FrameError,
  type Hello,
  type Up,
} from '@mission-control/protocol/runner'
import { decodeUp } from '@mission-control/protocol/runner/schemas'
import type { WebSocket } from 'ws'
import type { DesktopNotice } from '../bus/bus.ts'
import type { Core } from '../core.ts'
import type { DesktopRow } from '../store/schema.ts'
import { greet, refusalOf, refused, welcome } from './greet.ts'
import { markDisconnected, markStopped } from './presence.ts'
import { type Link, Session } from './session.ts'

/** Close codes of RFC 6455. */
const NORMAL = 1000
const PROTOCOL_ERROR = 1002
const TRY_AGAIN = 1011
const GOING_AWAY = 1012

/** A link over which nothing has come for so long is dead, in ms; a runner is heard every 5 s. */
const SILENT_FOR = 30_000
/** A runner has so long to close its end when the server stops, in ms. */
const GOODBYE_WITHIN = 1_000

/** One runner's WebSocket, from its hello to its end. */
export class Connection {
  readonly #core: Core
  readonly #socket: WebSocket
  readonly #desktop: DesktopRow
  readonly #outputLimit: number
  readonly #takeOver: (connection: Connection) => Promise<void>
  #session: Session | undefined
  readonly #silence: NodeJS.Timeout
  #greeting: Promise<void> | undefined
  #unsubscribe: (() => void) | undefined
  /** Another connection has taken over: what happens to this one says nothing about the desktop. */
  #superseded = false
  /** Resolves when the socket is closed and everything received is stored. */
  readonly closed: Promise<void>

  /** `takeOver` ends the desktop's earlier connection; until it has, nothing is settled with this one. */
  constructor(
    core: Core,
    socket: WebSocket,
    desktop: DesktopRow,
    outputLimit: number,
    takeOver: (connection: Connection) => Promise<void>,
  ) {
    this.#core = core
    this.#takeOver = takeOver
    this.#socket = socket
    this.#desktop = desktop
    this.#outputLimit = outputLimit
    this.#silence = setTimeout(() => socket.terminate(), SILENT_FOR)
    socket.on('ping', () => this.#silence.refresh())
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.#silence.refresh()
      this.#receive(isBinary ? data : data.toString())
    })
    socket.on('error', (error) =>
      core.log.info({ error, desktopId: desktop.id }, 'runner link broke'),
    )
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        const failed = (error: unknown) =>
          core.log.error({ error }, 'could not close a runner link well')
        resolve(this.#close().catch(failed))
      })
    })
  }

  /** For the server's own stop: the runner comes back to whoever listens then. */
  goAway(): void {
    this.#socket.close(GOING_AWAY, 'the server stops')
    setTimeout(() => this.#socket.terminate(), GOODBYE_WITHIN).unref()
  }

  /** Resolves when all that came over it is stored. */
  async supersede(): Promise<void> {
    this.#superseded = true
    this.#socket.terminate()
    await this.closed
  }

  #receive(frame: Frame): void {
    let message: Up
    try {
      message = decodeUp(frame)
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      this.#refuse(`The server doesn't understand this runner: ${error.message}.`)
      return
    }
    if (message.type === 'hello') {
      // One that is repeated says nothing new.
      this.#greeting ??= this.#greet(message).catch((error) => {
        this.#core.log.error({ error, desktopId: this.#desktop.id }, 'could not greet a runner')
        this.#socket.close(TRY_AGAIN, 'the server could not answer the hello')
      })
    } else if (!this.#session) {
      this.#refuse(`The server expected hello first, got ${message.type}.`)
    } else if (message.type === 'goodbye') {
      this.#goodbye(this.#session)
    } else {
      this.#session.receive(message)
    }
  }

  async #greet(hello: Hello): Promise<void> {
    const refusal = await refusalOf(this.#core, this.#desktop, hello)
    if (refusal) return this.#turnAway(refusal, hello)
    await this.#takeOver(this)
    if (this.#socket.readyState !== this.#socket.OPEN) return
    // From before the greeting's transaction on: what is committed with it must not pass unheard.
    const early: DesktopNotice[] = []
    let heed = (notice: DesktopNotice): void => {
      early.push(notice)
    }
    this.#unsubscribe = this.#core.bus.subscribe('desktop', this.#desktop.id, (notice) =>
      heed(notice),
    )
    const { desktop, version, messages } = await greet(this.#core, this.#desktop, hello)
    const { lastDispatch } = hello
    const peer = { desktop, version, lastDispatch }
    const session = new Session(this.#core, this.#link(), peer, this.#outputLimit)
    this.#session = session
    for (const message of messages) this.#send(message)
    heed = (notice) => this.#heed(session, notice)
    early.forEach(heed)
    this.#see(session.dispatch())
  }

  #heed(session: Session, notice: DesktopNotice): void {
    if (notice.kind === 'dispatch') this.#see(session.dispatch())
    else if (notice.kind === 'cancel') this.#see(session.cancel(notice.runId))
    else if (notice.kind === 'answer') this.#send(notice.answer)
    else if (notice.kind === 'agentSetup') this.#see(session.sayAgentSetup())
    else if (notice.kind === 'testAgent') this.#see(session.testAgent(notice.requestId))
    // Its runs may be given up: should it be heard of again, both sides have to settle anew.
    else if (notice.kind === 'silent') this.#socket.terminate()
    // The runner comes back, and is turned away.
    else this.#socket.close(TRY_AGAIN, 'the desktop was removed')
  }

  /**
   * A runner that is refused ends, and would leave its commands behind: one whose desktop was removed
   * has to stop them first. It comes back, and is refused when it has none left.
   */
  #turnAway(refusal: DownOf<'refused'>, hello: Hello): void {
    if (refusal.code === 'desktop_deleted' && hello.runs.length > 0) {
      this.#socket.removeAllListeners('message') // Whatever it still says of them is of no use.
      this.#send(welcome(this.#desktop, hello, []))
      for (const { runId } of hello.runs) this.#send({ type: 'discard', runId })
      this.#socket.close(TRY_AGAIN, refusal.code)
      return
    }
    this.#send(refusal)
    this.#socket.close(NORMAL, refusal.code)
  }

  /** Whoever can't be sent what waits has to come again. */
  #see(sent: Promise<void>): void {
    sent.catch((error) => {
      this.#core.log.error(
        { error, desktopId: this.#desktop.id },
        'could not tell a runner what waits',
      )
      this.#socket.close(TRY_AGAIN, 'the server could not read what waits')
    })
  }

  #goodbye(session: Session): void {
    session
      .settled()
      .then(() => markStopped(this.#core, session.desktop))
      .catch((error) => this.#core.log.error({ error }, 'could not note that a runner stopped'))
      .finally(() => this.#socket.close(NORMAL, 'goodbye'))
  }

  async #close(): Promise<void> {
    clearTimeout(this.#silence)
    // What is under way would else be settled for a connection that is no more.
    await this.#greeting
    this.#unsubscribe?.()
    if (!this.#session) return
    await this.#session.settled()
    if (this.#superseded) return
    await markDisconnected(this.#core, this.#session.desktop)
  }

  #link(): Link {
    return {
      send: (message) => this.#send(message),
      pause: () => this.#socket.pause(),
      resume: () => this.#socket.resume(),
      drop: () => this.#socket.terminate(),
    }
  }

  #send(message: Down): void {
    this.#socket.send(encodeDown(message))
  }

  #refuse(message: string): void {
    this.#core.log.warn({ desktopId: this.#desktop.id }, message)
    this.#send(refused('invalid_hello', message))
    this.#socket.close(PROTOCOL_ERROR, 'not understood')
  }
}

import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import {
  type Down,
  type DownOf,
  encodeDown,
  FrameError,
  type Hello,
  type UpOf,
} from '@mission-control/protocol/runner'
import { decodeText, decodeUp, type Said } from '@mission-control/protocol/runner/schemas'
import type { WebSocket } from 'ws'
import type { DesktopNotice } from '../bus/bus.ts'
import type { Core } from '../core.ts'
import { removeDesktop } from '../desktops/remove.ts'
import type { Standing } from '../store/desktops.ts'
import type { DesktopRow } from '../store/schema.ts'
import { revisionOf } from './agent-setup.ts'
import { Allowance } from './allowance.ts'
import type { Desk } from './desk.ts'
import { DesktopClock } from './desktop-clock.ts'
import { Flow } from './flow.ts'
import { greet, refusalOf, refused, welcome } from './greet.ts'
import { GreetedRunner, type Link, type Stored } from './greeted-runner.ts'
import type { Speaker } from './heartbeats.ts'
import { markDisconnected, markStopped } from './presence.ts'
import { Told } from './told.ts'

/** Close codes of RFC 6455. */
const NORMAL = 1000
const PROTOCOL_ERROR = 1002
const TRY_AGAIN = 1011
const GOING_AWAY = 1012

/** A link that was silent for this long is dead, in ms; a runner is heard every 5 s. */
const SILENT_FOR = 30_000
/** How long a runner may take to close its end when the server stops, in ms. */
const GOODBYE_WITHIN = 1_000
/** An open connection answers a ping within this time, in ms. */
const ANSWERS_WITHIN = 5_000
/** Sending pauses while this many bytes have not gone out; checked every `LOOK_EVERY` ms. */
const OUTBOX_MAX = 4 * 1024 * 1024
const LOOK_EVERY = 20
/** Messages that are sent in one turn of the event loop. */
const SENT_AT_ONCE = 500

/** One runner's WebSocket, from its hello to its end. */
export class Connection {
  readonly #core: Core
  readonly #socket: WebSocket
  readonly #desktop: DesktopRow
  readonly #outputLimit: number
  readonly #desk: Desk
  readonly #allowance = new Allowance()
  readonly #flow: Flow
  #cut: string | undefined
  #runner: GreetedRunner | undefined
  #speaker: Speaker | undefined
  readonly #clock = new DesktopClock()
  readonly #silence: NodeJS.Timeout
  #greeting: Promise<void> | undefined
  #unsubscribe: (() => void) | undefined
  /** Another connection has taken over: what happens to this one says nothing about the desktop. */
  #superseded = false
  /** Resolves when the socket is closed and everything received is stored. */
  readonly closed: Promise<void>

  constructor(core: Core, socket: WebSocket, desktop: DesktopRow, outputLimit: number, desk: Desk) {
    this.#core = core
    this.#flow = new Flow(socket, desk.largeFrames, {
      desktopId: desktop.id,
      resumed: () => this.#heard(),
      drop: () => socket.terminate(),
    })
    this.#desk = desk
    this.#socket = socket
    this.#desktop = desktop
    this.#outputLimit = outputLimit
    this.#silence = setTimeout(() => this.#silent(), SILENT_FOR)
    socket.on('ping', () => {
      this.#heard()
      if (!this.#allowance.allowsPing()) this.#refuse('The runner sent too many pings.')
    })
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.#heard()
      this.#flow.gotMessage()
      if (this.#cut === undefined) this.#receive(data, isBinary)
      this.#leaveLarge()
    })
    socket.on('error', (error) => {
      core.log.info({ error, desktopId: desktop.id }, 'runner link broke')
      if (isOversize(error))
        this.#refuse(`The runner sent a frame that is too large: ${error.message}.`)
    })
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        const failed = (error: unknown) =>
          core.log.error({ error }, 'could not close a runner link well')
        const closed = this.#close().catch(failed)
        resolve(closed.finally(() => this.#flow.leave()))
      })
    })
  }

  /** Counts bytes that arrived, whether or not they are a whole message yet. */
  arrived(bytes: number): void {
    this.#flow.arrived(bytes)
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

  get desktop(): DesktopRow {
    return this.#desktop
  }

  /**
   * Whether the other end is there: it answers a ping, or isn't being read because it sends so
   * much.
   */
  async isAlive(): Promise<boolean> {
    if (!this.#isOpen) return false
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const yes = () => resolve(true)
    const no = () => resolve(false)
    this.#socket.once('pong', yes).once('close', no)
    const timer = setTimeout(() => resolve(this.#socket.isPaused), ANSWERS_WITHIN)
    this.#socket.ping()
    const answer = await promise
    clearTimeout(timer)
    this.#socket.off('pong', yes).off('close', no)
    return answer
  }

  /** Tells the runner why it is refused, and closes the connection. */
  turnAway(refusal: DownOf<'refused'>): void {
    this.#send(refusal)
    this.#socket.close(NORMAL, refusal.code)
  }

  /** Tells the runner to come again in a while. */
  putOff(why: string): void {
    this.#socket.close(TRY_AGAIN, why)
  }

  /** Before its hello nothing keeps the connection open. */
  #heard(): void {
    if (this.#runner) this.#silence.refresh()
  }

  #silent(): void {
    // While a large frame waits for its place, nothing else can be heard.
    if (this.#flow.waitsForPlace) this.#silence.refresh()
    else this.#socket.terminate()
  }

  #receive(frame: Buffer, isBinary: boolean): void {
    let message: Said
    try {
      message = isBinary ? (decodeUp(frame) as Said) : decodeText(frame)
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      this.#refuse(
        `The runner sent something that the server doesn't understand: ${error.message}.`,
      )
      return
    }
    if (!this.#allowance.allows(message.type)) {
      this.#refuse(`The runner sent too many messages of type ${message.type}.`)
    } else if (message.type === 'hello') {
      // A second hello says nothing new.
      this.#greeting ??= this.#greet(message).catch((error) => {
        this.#core.log.error({ error, desktopId: this.#desktop.id }, 'could not greet a runner')
        this.#socket.close(TRY_AGAIN, 'the server could not answer the hello')
      })
    } else if (!this.#runner) {
      this.#refuse(`The runner has to send hello first; it sent ${message.type}.`)
    } else if (message.type === 'heartbeat') {
      this.#beat(message)
    } else if (message.type === 'goodbye') {
      this.#goodbye(this.#runner)
    } else if (message.type === 'leave') {
      this.#leave(this.#runner)
    } else {
      this.#runner.receive(message, frame.length)
    }
  }

  async #greet(hello: Hello): Promise<void> {
    this.#clock.hear(hello.clock, this.#core.now())
    const refusal = await refusalOf(this.#core, this.#desktop, hello)
    if (refusal) return this.#turnAway(refusal, hello)
    if (!(await this.#desk.takeOver(this, hello))) return
    if (!this.#isOpen) return
    // Subscribe before the greeting's transaction, so that no notice is missed that is sent
    // meanwhile.
    const early: DesktopNotice[] = []
    let heed = (notice: DesktopNotice): void => {
      early.push(notice)
    }
    this.#unsubscribe = this.#core.bus.subscribe('desktop', this.#desktop.id, (notice) =>
      heed(notice),
    )
    const { desktop, version, messages } = await greet(this.#core, this.#desktop, hello)
    const { lastDispatch } = hello
    const setup = messages.find((message) => message.type === 'agentSetup')
    const revision = setup ? revisionOf(setup) : null
    const told = new Told(messages)
    const [clock, { pace }] = [this.#clock, this.#desk]
    const peer = { desktop, version, lastDispatch, clock, pace, revision, told }
    const runner = new GreetedRunner(this.#core, this.#link(), peer, this.#outputLimit)
    this.#runner = runner
    this.#speaker = { desktop, isOver: false }
    for (const [i, message] of messages.entries()) {
      this.#send(message)
      if (i % SENT_AT_ONCE === SENT_AT_ONCE - 1) await this.#drained()
    }
    heed = (notice) => this.#heed(runner, notice)
    early.forEach(heed)
    this.#see(runner.dispatch())
  }

  #heed(runner: GreetedRunner, notice: DesktopNotice): void {
    if (notice.kind === 'dispatch') {
      this.#see(notice.run ? runner.start(notice.run.what) : runner.dispatch())
    } else if (notice.kind === 'cancel') this.#see(runner.cancel(notice.runId))
    else if (notice.kind === 'answer') runner.answer(notice.answer)
    else if (notice.kind === 'agentSetup') this.#see(runner.sayAgentSetup())
    else if (notice.kind === 'testAgent') this.#see(runner.testAgent(notice.requestId))
    else if (notice.kind === 'upgrade') runner.upgrade(notice.upgrade)
    // The desktop's runs may have been given up. If the runner still lives, it reconnects, and both sides
    // compare their runs.
    else if (notice.kind === 'silent') this.#socket.terminate()
    else if (notice.kind === 'superseded') this.#yieldTo(notice.epoch, runner)
    else if (notice.kind === 'knock') this.#see(this.#answer(notice.requestId))
    // The runner comes back, and is turned away.
    else this.#socket.close(TRY_AGAIN, 'the desktop was removed')
  }

  async #answer(requestId: string): Promise<void> {
    if (await this.isAlive()) this.#core.bus.publish('thereIs', requestId, null)
  }

  /** The desktop has come to another server: what is still under way here is refused by the store. */
  #yieldTo(epoch: number, { desktop }: GreetedRunner): void {
    if (epoch <= desktop.epoch) return
    this.#superseded = true
    this.#socket.terminate()
  }

  /** Acts on what the store says: the bus may have lost a notice of a change. */
  catchUp({ status, connected, epoch }: Standing, stored: Stored): void {
    const runner = this.#runner
    if (!runner) return
    if (epoch > runner.desktop.epoch) this.#yieldTo(epoch, runner)
    else if (status === 'destroyed') this.#heed(runner, { kind: 'removed' })
    else if (connected === 0) this.#heed(runner, { kind: 'silent' })
    else this.#see(runner.catchUp(stored))
  }

  /** Whether the runner has been greeted. */
  get speaks(): boolean {
    return this.#runner !== undefined
  }

  /**
   * A runner that is refused ends, and would leave its commands behind: one whose desktop was removed
   * has to stop them first. It comes back, and is refused when it has none left.
   */
  #turnAway(refusal: DownOf<'refused'>, hello: Hello): void {
    if (refusal.code === 'desktop_deleted' && hello.runs.length > 0) {
      this.#socket.removeAllListeners('message') // Whatever the runner still reports is of no use.
      this.#send(welcome(this.#desktop, hello, []))
      for (const { runId } of hello.runs) this.#send({ type: 'discard', runId })
      this.#socket.close(TRY_AGAIN, refusal.code)
      return
    }
    this.turnAway(refusal)
  }

  /** A runner that can't be sent what waits has to connect again. */
  #see(sent: Promise<void>): void {
    sent.catch((error) => {
      this.#core.log.error(
        { error, desktopId: this.#desktop.id },
        'could not tell a runner what waits',
      )
      this.#socket.close(TRY_AGAIN, 'the server could not read what waits')
    })
  }

  /** Once the desktop is removed this link is closed, and the runner is refused when it comes again. */
  #leave(runner: GreetedRunner): void {
    const { workspace_id, id } = runner.desktop
    runner
      .settled()
      .then(() => removeDesktop(this.#core, workspace_id, id))
      .catch((error) => {
        this.#core.log.error({ error }, 'could not remove a desktop that leaves')
        this.#socket.close(TRY_AGAIN, 'the desktop could not be removed')
      })
  }

  #beat({ clock, metrics }: UpOf<'heartbeat'>): void {
    this.#clock.hear(clock, this.#core.now())
    if (this.#speaker?.isOver === false) this.#desk.heartbeats.add(this.#speaker, metrics)
  }

  #goodbye(runner: GreetedRunner): void {
    this.#endSpeech()
    runner
      .settled()
      .then(() => markStopped(this.#core, runner.desktop))
      .catch((error) => this.#core.log.error({ error }, 'could not note that a runner stopped'))
      .finally(() => this.#socket.close(NORMAL, 'goodbye'))
  }

  /** A heartbeat that is stored from now on would say that a desktop is there which has left. */
  #endSpeech(): void {
    if (this.#speaker) this.#speaker.isOver = true
  }

  async #close(): Promise<void> {
    clearTimeout(this.#silence)
    // Wait for a greeting that is under way: it would act for a connection that is gone.
    await this.#greeting
    this.#endSpeech()
    this.#unsubscribe?.()
    await this.#runner?.settled()
    if (this.#superseded) return
    if (this.#cut !== undefined) return await this.#desk.cutOff(this, this.#cut)
    if (!this.#runner) return
    await markDisconnected(this.#core, this.#runner.desktop)
  }

  #link(): Link {
    return {
      send: (message) => this.#send(message),
      pause: () => this.#flow.pause('inbox'),
      resume: () => this.#flow.resume('inbox'),
      stored: () => this.#leaveLarge(),
      drop: () => this.#socket.terminate(),
      drained: () => this.#drained(),
    }
  }

  /** Gives up the place for a large frame, once nothing large waits to be stored either. */
  #leaveLarge(): void {
    if (!this.#runner?.holdsEvidence) this.#flow.leave()
  }

  async #drained(): Promise<void> {
    await nextTurn()
    while (this.#isOpen && this.#socket.bufferedAmount > OUTBOX_MAX) await sleep(LOOK_EVERY)
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  #send(message: Down): void {
    this.#socket.send(encodeDown(message))
  }

  /** Cuts the runner off with a reason, and drops what it has said. */
  #refuse(message: string): void {
    if (this.#cut !== undefined) return
    this.#cut = message
    this.#runner?.forget()
    // `info` only: the desktop's `problem` tells its owner, and a log that anybody can fill helps
    // nobody.
    this.#core.log.info({ desktopId: this.#desktop.id }, message)
    this.#send(refused('invalid_hello', message))
    this.#socket.close(PROTOCOL_ERROR, 'not understood')
    setTimeout(() => this.#socket.terminate(), GOODBYE_WITHIN).unref()
  }
}

/** The code that the library gives to a frame beyond its limit. */
function isOversize(error: Error): boolean {
  return (error as NodeJS.ErrnoException).code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'
}

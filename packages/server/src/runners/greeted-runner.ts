import { setTimeout as sleep } from 'node:timers/promises'
import type { AgentTest } from '@mission-control/protocol'
import { type Down, type DownOf, HELD } from '@mission-control/protocol/runner'
import type { Said } from '@mission-control/protocol/runner/schemas'
import { isCapable } from '../agents/capable.ts'
import { advanceSoon, taskMoved } from '../chat/advance.ts'
import { coalesce } from '../coalesce.ts'
import { type Core, transact } from '../core.ts'
import { toDesktopEvent } from '../desktops/present.ts'
import { runSent, runStarted } from '../monitoring/steps.ts'
import { answerOf } from '../permissions/settle.ts'
import { listAnswered } from '../store/permissions.ts'
import { countUnended, listUnderWay, listUnended, type RunOfTask } from '../store/runs.ts'
import type { DesktopRow } from '../store/schema.ts'
import { finishRun } from '../tasks/finish.ts'
import { revisionOf, setupMessage } from './agent-setup.ts'
import type { Bucket } from './bucket.ts'
import type { DesktopClock } from './desktop-clock.ts'
import { FencedError, requireSession } from './fenced.ts'
import { Inbox } from './inbox.ts'
import { type Intake, takeIn } from './intake.ts'
import { OpenQuestions } from './open-questions.ts'
import { IncompleteError } from './output.ts'
import { startMessage } from './start-message.ts'
import type { Told } from './told.ts'
import { unfitFor } from './unfit.ts'

/** The way to one runner. */
export interface Link {
  send(message: Down): void
  /** Stop or go on reading from the socket. */
  pause(): void
  resume(): void
  /** A batch is stored. */
  stored(): void
  /** Ends the connection: the runner comes back and both sides compare their runs anew. */
  drop(): void
  /**
   * Resolves when nearly everything that was sent has gone out, or when nothing will go out any
   * more.
   */
  drained(): Promise<void>
}

/** The greeted runner. */
export interface Peer {
  desktop: DesktopRow
  /** The version of the protocol that both sides speak. */
  version: number
  /** The highest number in its journal. */
  lastDispatch: number
  /** How fast the desktop's messages are taken. */
  pace: Bucket
  clock: DesktopClock
  /** The revision of the agent's set-up that the runner was told; null: it was told none. */
  revision: string | null
  /** What the runner was told with its greeting. */
  told: Told
}

/** What the store says of the desktop. */
export interface Stored {
  /** The desktop has runs that haven't ended. */
  isBusy: boolean
  revision: string | null
  /** Runs that the runner has to stop. */
  givenUp: string[]
  /** Answers from before this time, in ms since 1970, have reached the runner. */
  since: number
}

/**
 * A commit costs an fsync, however little it holds. While output is pouring in (`POURING` bytes
 * wait), whatever arrives within the next `MOMENT` ms shares a commit, up to `COMMIT_MAX` bytes.
 */
const POURING = 128 * 1024
const MOMENT = 3
const COMMIT_MAX = 1024 * 1024

/** The version of the first runners that upgrade themselves. */
const UPGRADES_SINCE = 7

/** How many tests to remember: whoever asks for a test repeats the question until the result arrives. */
const TESTS_KEPT = 100

/** How many runs are read and sent at a time: each may be 64 KiB, and that of a chat much more. */
const PAGE = 50

/** One greeted runner: takes in what it says and sends it what waits for its desktop. */
export class GreetedRunner {
  readonly #core: Core
  readonly #link: Link
  readonly #outputLimit: number
  readonly #inbox: Inbox
  readonly #questions: OpenQuestions
  /** The runner holds as many runs as it may; others wait here. */
  #isHeld = false
  /** How many more it may surely be sent: those that have ended since the last look don't count. */
  #room = 0
  /** Runs that were committed by this server since the last look. */
  #handed: RunOfTask[] = []
  /** Others may wait as well. */
  #mustLook = false
  #working: Promise<void> | undefined
  #lastDispatch: number
  #revision: string | null
  /** What it was told to stop, and the answers that it was told. */
  readonly #told: Told
  /** The last tests of its agent that were asked for; null: not over yet. */
  readonly #tests = new Map<string, AgentTest | null>()
  readonly #clock: DesktopClock
  readonly #version: number
  readonly desktop: DesktopRow
  /** Tells the runner the agent's current set-up. */
  readonly sayAgentSetup = coalesce(() => this.#sendAgentSetup())
  readonly #sendOn = coalesce(() => this.#sendWaiting())

  constructor(core: Core, link: Link, peer: Peer, outputLimit: number) {
    this.#core = core
    this.#link = link
    this.desktop = peer.desktop
    this.#inbox = new Inbox(peer.pace)
    this.#version = peer.version
    this.#lastDispatch = peer.lastDispatch
    this.#revision = peer.revision
    this.#told = peer.told
    this.#clock = peer.clock
    this.#outputLimit = outputLimit
    this.#questions = new OpenQuestions(peer.desktop.id)
  }

  /**
   * Queues a message of `length` bytes. Messages that arrive while a transaction is under way share the next
   * one, as far as they fit.
   */
  receive(message: Said, length: number): void {
    this.#inbox.add(message, length)
    if (this.#inbox.isFull) this.#link.pause()
    this.#working ??= this.#work()
  }

  /** Sends the runs that wait. */
  async dispatch(): Promise<void> {
    this.#mustLook = true
    await this.#sendOn()
  }

  /** Sends a run that has just been committed; and looks for others, unless it is the very next one. */
  async start(run: RunOfTask): Promise<void> {
    this.#handed.push(run)
    await this.#sendOn()
  }

  /**
   * Passes a cancel on, after the start of its run: the start may have been read before the cancel was
   * written, and not be sent yet.
   */
  async cancel(runId: string): Promise<void> {
    const cancel = { type: 'cancel', runId } as const
    // Noted first, so that a look at the store meanwhile doesn't send the cancel as well.
    this.#told.note(cancel)
    await this.dispatch()
    this.#link.send(cancel)
  }

  /** Passes the answer to an agent's question on. */
  answer(answer: DownOf<'permissionAnswer'>): void {
    this.#tell(answer)
  }

  /** Tells the runner what the store says and the bus may have lost. */
  async catchUp({ isBusy, revision, givenUp, since }: Stored): Promise<void> {
    if (isCapable(this.desktop) && revision !== this.#revision) await this.sayAgentSetup()
    for (const runId of givenUp) this.#tellOnce({ type: 'discard', runId })
    if (isBusy) await this.dispatch()
    else if (this.#told.isEmpty) return
    const over = this.#told.runs
    const { db } = this.#core.store
    const unended = await listUnderWay(db, this.desktop.id)
    for (const { id } of unended) over.delete(id)
    for (const id of givenUp) over.delete(id)
    this.#told.forget(over)
    for (const { id: runId, cancel_requested_at, dispatch } of unended) {
      if (cancel_requested_at === null || dispatch > this.#lastDispatch) continue
      if (!this.#told.has({ type: 'cancel', runId })) await this.cancel(runId)
    }
    for (const row of await listAnswered(db, this.desktop.id, since)) this.#tellOnce(answerOf(row))
  }

  /** Resolves when everything received is stored. */
  async settled(): Promise<void> {
    await this.#working
  }

  /** Some evidence isn't stored yet. */
  get holdsEvidence(): boolean {
    return this.#inbox.holdsEvidence
  }

  /** Drops what is still queued: the runner sends it again when it is back. */
  forget(): void {
    this.#inbox.clear()
  }

  /** Has the runner test its agent. The result goes out on the bus. */
  async testAgent(requestId: string): Promise<void> {
    const known = this.#tests.get(requestId)
    if (known) this.#core.bus.publish('agentTest', requestId, known)
    if (known !== undefined) return
    this.#tests.set(requestId, null)
    // The current set-up first, so that the runner doesn't test the one before.
    await this.sayAgentSetup()
    this.#link.send({ type: 'testAgent', requestId })
  }

  /** Does nothing if an older runner has come back since this one was chosen. */
  upgrade(upgrade: DownOf<'upgrade'>): void {
    if (this.#version >= UPGRADES_SINCE) this.#link.send(upgrade)
  }

  /** A runner that is too old for a set-up is disconnected: it comes back and says which agent it has. */
  async #sendAgentSetup(): Promise<void> {
    if (!isCapable(this.desktop)) return this.#link.drop()
    const message = await setupMessage(this.#core, this.#core.store.db, this.desktop)
    this.#revision = revisionOf(message)
    this.#link.send(message)
  }

  async #sendWaiting(): Promise<void> {
    for (const run of this.#handed.splice(0)) {
      if (run.dispatch <= this.#lastDispatch) continue
      const isNext = run.dispatch === this.#lastDispatch + 1 && this.#room > 0
      if (!isNext) this.#mustLook = true
      if (this.#mustLook) break
      this.#room--
      await this.#sendRun(run)
    }
    if (!this.#mustLook) return
    this.#mustLook = false
    await this.#look()
  }

  async #look(): Promise<void> {
    const { db } = this.#core.store
    const { id } = this.desktop
    const list = () => listUnended(db, id, this.#lastDispatch, PAGE)
    const [held, first] = await Promise.all([countUnended(db, id, this.#lastDispatch), list()])
    let room = HELD - held
    for (let runs = first; room > 0; runs = await list()) {
      const page = runs.slice(0, room)
      for (const run of page) await this.#sendRun(run)
      room -= page.length
      if (page.length < PAGE) break
      await this.#link.drained()
    }
    this.#room = room
    this.#isHeld = room <= 0
  }

  async #sendRun(run: RunOfTask): Promise<void> {
    this.#lastDispatch = run.dispatch
    const end = unfitFor(run, this.#version)
    if (end !== null) {
      const ended = await transact(this.#core, run.workspace_id, async (tx) => {
        await requireSession(tx, this.desktop)
        return await finishRun(tx, run, end, this.#core.now())
      })
      taskMoved(this.#core, ended)
      return
    }
    const { db } = this.#core.store
    this.#link.send(await startMessage(this.#core, db, run, this.#version, this.#outputLimit))
    // A run that has started was sent before, over another connection.
    if (run.started_at === null) runSent(this.#core, run)
    if (run.cancel_requested_at !== null) this.#tell({ type: 'cancel', runId: run.id })
  }

  #tell(message: Down): void {
    this.#told.note(message)
    this.#link.send(message)
  }

  #tellOnce(message: Down): void {
    if (!this.#told.has(message)) this.#tell(message)
  }

  async #work(): Promise<void> {
    try {
      while (!this.#inbox.isEmpty) {
        await this.#gather()
        const terms = {
          outputLimit: this.#outputLimit,
          questions: this.#questions,
          clock: this.#clock,
        }
        const said = this.#inbox.take()
        const intake = await takeIn(this.#core, this.desktop, said, terms, (taken) =>
          this.#passOn(taken),
        )
        this.#link.stored()
        this.#answer(intake)
        // A runner that doesn't read its answers isn't read either.
        await this.#link.drained()
        if (this.#isHeld && intake.ended.size > 0) await this.dispatch()
        if (!this.#inbox.isFull) this.#link.resume()
      }
    } catch (error) {
      // Nothing of the batch was stored or acknowledged: the runner will send it again.
      const isExpected = error instanceof IncompleteError || error instanceof FencedError
      this.#core.log[isExpected ? 'info' : 'error'](
        { error, desktopId: this.desktop.id },
        'could not store what a runner sent',
      )
      this.#link.drop()
    } finally {
      this.#working = undefined
    }
  }

  async #gather(): Promise<void> {
    const { wait } = this.#inbox
    if (wait > 0) {
      this.#link.pause()
      await sleep(wait)
    }
    if (this.#inbox.bytes > POURING) this.#core.pouring.note()
    let before = POURING
    while (this.#inbox.bytes > before && this.#inbox.bytes < COMMIT_MAX) {
      before = this.#inbox.bytes
      await sleep(MOMENT)
    }
  }

  #answer({ positions, ended, strangers, answers }: Intake): void {
    for (const answer of answers) this.#tell(answer)
    for (const [runId, position] of positions) {
      if (!ended.has(runId)) this.#link.send({ type: 'ack', runId, position })
    }
    for (const runId of ended) this.#link.send({ type: 'endAck', runId })
    for (const runId of strangers) this.#link.send({ type: 'discard', runId })
  }

  /** Passes on to everyone who watches what is now on disk. */
  #passOn({ stored, started, moved, agent, tests }: Intake): void {
    for (const run of started) runStarted(this.#core, run)
    for (const task of moved) taskMoved(this.#core, task)
    for (const [id, test] of tests) {
      if (this.#tests.has(id)) this.#tests.set(id, test)
      this.#core.bus.publish('agentTest', id, test)
    }
    for (const [id, test] of this.#tests) {
      if (this.#tests.size <= TESTS_KEPT) break
      // Keep the tests that aren't over: forgotten, they would start again when somebody asks for them again.
      if (test !== null) this.#tests.delete(id)
    }
    for (const { run, chunk, tail } of stored) {
      this.#core.bus.publish('task', run.task_id, null)
      if (run.chat === 1) continue
      const { seq, stream, data } = chunk
      const { task_id: taskId, desktop_id: desktopId } = run
      const notice = { taskId, desktopId, seq, stream, data, ...(tail !== undefined && { tail }) }
      this.#core.bus.publish('output', run.workspace_id, notice)
    }
    if (agent) {
      const event = toDesktopEvent('desktop.agentReady', agent)
      this.#core.bus.publish('desktops', agent.workspace_id, event)
      advanceSoon(this.#core, agent.workspace_id, agent.id)
    }
  }
}

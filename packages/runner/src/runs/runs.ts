import { join } from 'node:path'
import { OUTPUT_START, type RunEnd } from '@mission-control/protocol/runner'
import type { DesktopAgent } from '../agent/desktop-agent.ts'
import { isDoubtful } from '../agent/end.ts'
import { agentRequest } from '../agent/request.ts'
import { runEnvironment } from '../desktop/environment.ts'
import { codeOf, isRefusal } from '../error-code.ts'
import type { Journal } from '../journal/journal.ts'
import type { StartLine } from '../journal/lines.ts'
import { type StartRequest, TIMEOUTS_SINCE } from '../keeper/protocol.ts'
import type { KeeperLink } from '../keeper-link/keeper-link.ts'
import type { Log } from '../log.ts'
import type { ServerLink } from '../server-link/server-link.ts'
import { READ_BYTES } from '../spool/reader.ts'
import { stopProcesses } from '../stop-processes.ts'
import { FullDisk } from './full-disk.ts'
import { Owed } from './owed.ts'
import { Queue } from './queue.ts'
import { Report } from './report.ts'
import { Run, STOPPED_BEFORE_START } from './run.ts'
import { commandOfScript, isScript } from './script.ts'
import { Shortage } from './shortage.ts'

export interface RunsOptions {
  dir: string
  workDir: string
  /** The server's address, as this machine reaches it. */
  serverUrl: string
  bootId: string
  concurrency: number
  /** What all commands share of the environment. */
  environment: Record<string, string>
  /** Who gets the prompts. */
  agent: Pick<DesktopAgent, 'ask' | 'current' | 'learn' | 'problem'>
  journal: Journal
  keeper: KeeperLink
  log: Log
}

/** It was started before the runner was updated, and still holds runs. */
const KEEPER_TOO_OLD: RunEnd = {
  kind: 'failed',
  code: 'runner_too_old',
  message:
    'The keeper on the desktop is too old for time-outs. It is replaced as soon as it holds nothing.',
}

interface Entry {
  run: Run
  report: Report
}

/** The runs of this desktop from their journalling until the server has their end. */
export class Runs {
  readonly options: RunsOptions
  readonly queue: Queue<Run>
  readonly disk: FullDisk
  readonly #owed = new Owed()
  readonly #entries = new Map<string, Entry>()
  readonly #buffer = Buffer.allocUnsafeSlow(READ_BYTES)
  readonly #shortage: Shortage
  #link: ServerLink | null = null

  constructor(options: RunsOptions) {
    this.options = options
    this.queue = new Queue(options.concurrency)
    this.disk = new FullDisk(options.dir, options.log)
    this.#shortage = new Shortage(() => this.admit(), options.log)
  }

  get all(): Run[] {
    return [...this.#entries.values()].map(({ run }) => run)
  }

  /** Without runs whose end is known but not yet safe to report. */
  get placed(): Run[] {
    return this.all.filter(({ phase, runId }) => phase === 'placed' && !this.#owed.has(runId))
  }

  get(runId: string): Run | undefined {
    return this.#entries.get(runId)?.run
  }

  /** The server says once more what this runner hasn't written down. */
  takeKey(runId: string, key: string): void {
    const run = this.get(runId)
    if (run) run.key = key
  }

  add(line: StartLine): Run {
    const run = new Run(this.options.dir, line, this.#buffer)
    const report = new Report(run, this.options.log)
    this.#entries.set(run.runId, { run, report })
    if (this.#link !== null) report.connect(this.#link, OUTPUT_START)
    return run
  }

  /**
   * Continues every report where the server says; reports of runs that it doesn't name begin anew.
   */
  connect(link: ServerLink, stored: ReadonlyMap<string, typeof OUTPUT_START>): void {
    this.#link = link
    for (const { run, report } of this.#entries.values()) {
      if (!run.discarded) report.connect(link, stored.get(run.runId) ?? OUTPUT_START)
    }
  }

  disconnect(): void {
    this.#link = null
    for (const { report } of this.#entries.values()) report.disconnect()
  }

  /** Queues the run; its turn may come at once. */
  enqueue(run: Run): void {
    run.phase = 'waiting'
    this.queue.add(run)
    this.admit()
    if (this.queue.waiting.includes(run)) this.#entries.get(run.runId)?.report.queued()
  }

  /** Starts runs that have a place; prompts wait until it is known which agent gets them. */
  admit(): void {
    if (this.#shortage.lasts) return
    const { agent } = this.options
    const next = () =>
      this.queue.next(({ line }) => line.t === 'start' || agent.current !== undefined)
    for (let run = next(); run !== null; run = next()) {
      run.phase = 'placed'
      this.ask(run)
    }
  }

  /**
   * The keeper could not start the run now because something is short, and has kept nothing of it.
   */
  putBack(run: Run, why: string): void {
    // The start was sent twice, and the other one was accepted.
    if (run.file.exists()) return
    if (run.cancelled) {
      this.#refuse(run, STOPPED_BEFORE_START)
      return
    }
    this.#shortage.begin(why)
    this.queue.release(run.runId)
    this.enqueue(run)
  }

  /** Asks the keeper to start it; without a keeper that is done once one says hello. */
  ask(run: Run): void {
    const request = this.#writtenRequest(run)
    if (request === null) this.#refuse(run, this.#nobody)
    else if ('kind' in request) this.#refuse(run, request)
    else if (!this.#understands(request)) this.#refuse(run, KEEPER_TOO_OLD)
    else if (!this.options.keeper.send(request)) this.options.keeper.launch()
  }

  /**
   * The request, once all files that it needs are written; or the end of the run, if they can't be.
   */
  #writtenRequest(run: Run): StartRequest | RunEnd | null {
    try {
      return this.#requestFor(run)
    } catch (error) {
      const message = `The file for the command, which names its own interpreter, could not be written: ${codeOf(error)}.`
      return { kind: 'failed', code: 'spawn_failed', message }
    }
  }

  /** Null for a prompt to nobody. */
  #requestFor(run: Run): StartRequest | null {
    const { line, outcome, evidence, script, permissions } = run
    const { workDir: cwd, environment, agent } = this.options
    const { runId, outputLimit, timeoutMs, graceMs } = line
    const env = runEnvironment(environment, line)
    const common = { runId, cwd, env, outputLimit, timeoutMs, graceMs }
    if (line.t === 'start') {
      const command = isScript(line.command) ? commandOfScript(line.command, script) : line.command
      return { type: 'start', command, ...common }
    }
    if (!agent.current) return null
    run.agent = agent.current
    const { prompt, history = [], conversation: id } = line
    const conversation = id === undefined ? null : { id, history, session: this.#session }
    const files = { outcome, evidence, permissions: permissions?.desk ?? null }
    const { serverUrl: url } = this.options
    const access = run.key === null ? null : { key: run.key, url }
    const job = { agent: agent.current, prompt, conversation, graceMs, access, ...files }
    return { ...agentRequest(job, this.options.dir), ...common }
  }

  /** One is enough: a desktop has one chat at a time. */
  get #session(): string {
    return join(this.options.dir, 'conversation.json')
  }

  /**
   * The end of a prompt for which there is no agent any more; one was ready when the server sent
   * it.
   */
  get #nobody(): RunEnd {
    const message = this.options.agent.problem ?? 'No agent is set up on the desktop any more.'
    return { kind: 'failed', code: 'agent_not_ready', message }
  }

  #understands({ timeoutMs }: StartRequest): boolean {
    return timeoutMs === undefined || this.options.keeper.version >= TIMEOUTS_SINCE
  }

  /** Ends the run, unless somebody has decided about it already. */
  #refuse(run: Run, end: RunEnd): void {
    if (!this.isDecided(run)) this.conclude(run, end)
  }

  /** Whether the run's end is known, but not yet safe to report. */
  isConcluding(run: Run): boolean {
    return this.#owed.has(run.runId)
  }

  /**
   * Whether somebody else has made the run's file. If nobody has, this makes it (if the disk
   * allows), so that nobody else can.
   */
  isDecided(run: Run): boolean {
    try {
      return !run.file.claim()
    } catch (error) {
      if (!isRefusal(error)) throw error
      return run.file.exists()
    }
  }

  /** Stops its processes, also those that it left behind. */
  stop(run: Run): void {
    const { keeper, log } = this.options
    const { runId, started } = run
    const { graceMs } = run.line
    if (keeper.send({ type: 'kill', runId, graceMs })) return
    if (run.phase !== 'over') {
      keeper.follow()
      return
    }
    stopProcesses({ runId, leader: started }, { graceMs }).catch((error: unknown) =>
      log.error({ runId, error: String(error) }, 'What the run left behind could not be stopped'),
    )
  }

  /** Reads what the disk says of it, and passes it on. */
  look(run: Run): void {
    run.look(this.options.log)
    this.advance(run)
    if (run.ended !== null && run.phase !== 'over') this.#over(run)
  }

  /** Looks at the run; without a descriptor for that, tries again later. */
  glance(run: Run): void {
    try {
      this.look(run)
    } catch (error) {
      if (!isRefusal(error)) throw error
      const { runId } = run
      this.options.log.warn({ runId, error: codeOf(error) }, 'A run cannot be looked at now')
    }
  }

  /** Goes on with what could not be written, said or removed so far. */
  retry(): void {
    this.#owed.retry()
    for (const run of this.all) if (run.phase === 'over') this.advance(run)
  }

  advance(run: Run): void {
    this.#entries.get(run.runId)?.report.advance()
  }

  /** Ends a run that has no end of its own, also on disk, so that it stays ended. */
  conclude(run: Run, end: RunEnd): void {
    const ended = { end, at: Date.now() }
    this.#owed.pay(run.runId, () => {
      if (!this.#isBarred(run)) return false
      run.ended = ended
      try {
        run.file.write({ t: 'end', ...ended })
        run.file.close()
      } catch (error) {
        this.#note(run, error, 'An end could not be written down')
      }
      this.#over(run)
      return true
    })
  }

  /**
   * Whether no later runner can start the run: its file exists, or the journal doesn't name it any
   * more. The end is reported only then, so that no start can follow it.
   */
  #isBarred(run: Run): boolean {
    try {
      if (!run.file.exists()) run.file.claim()
      return true
    } catch (error) {
      this.#note(run, error, 'The file of a run could not be made')
    }
    try {
      this.options.journal.forget(run.runId)
      return true
    } catch (error) {
      this.#note(run, error, 'A run could not be forgotten, so its end is not told yet')
      return false
    }
  }

  /** Logs a failure once, however often the work is tried. */
  #note(run: Run, error: unknown, what: string): void {
    const { runId } = run
    if (this.#owed.has(runId)) return
    this.options.log.error({ runId, error: codeOf(error) }, what)
    void this.disk.tell(error)
  }

  /** Answers for a start that was not accepted: nothing of it is kept on disk. */
  reject(run: Run, end: RunEnd): void {
    run.ended = { end, at: Date.now() }
    this.#over(run)
  }

  /**
   * Nothing is left to report about the run. The journal forgets it first: the next runner would
   * start a run that is journalled and has no file.
   */
  remove(run: Run): void {
    this.#entries.get(run.runId)?.report.disconnect()
    this.#entries.delete(run.runId)
    this.#owed.pay(run.runId, () => {
      try {
        this.options.journal.forget(run.runId)
        run.remove()
        return true
      } catch (error) {
        this.#note(run, error, 'A run could not be removed yet')
        return false
      }
    })
  }

  #over(run: Run): void {
    run.phase = 'over'
    this.advance(run)
    if (run.agent && run.shown) this.options.agent.learn(run.agent, run.shown)
    // The next prompt may not do better.
    if (isDoubtful(run.ended?.end)) this.options.agent.ask()
    this.queue.release(run.runId)
    this.#shortage.end()
    if (run.discarded) this.remove(run)
    this.admit()
  }

  silence(run: Run): void {
    this.#entries.get(run.runId)?.report.disconnect()
  }
}

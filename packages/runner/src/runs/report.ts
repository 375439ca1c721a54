import type { OutputPosition } from '@mission-control/protocol/runner'
import { isRefusal } from '../error-code.ts'
import type { Log } from '../log.ts'
import type { ServerLink } from '../server-link/server-link.ts'
import type { Chunk } from '../spool/chunks.ts'
import { SpoolError } from '../spool/reader.ts'
import { withoutOutput } from '../without-output.ts'
import { endFor } from './end-for.ts'
import type { Pumped } from './output.ts'
import type { Run } from './run.ts'

/** How long a start waits for the first output or the end, to share a transaction of the server. */
const START_WAIT_MS = 20

/** The version of the first servers that have people asked. */
const PERMISSIONS_SINCE = 3
/** The version of the first servers that take evidence. */
const EVIDENCE_SINCE = 3

/** The end's message if the spool is damaged. */
const DAMAGED = 'A part of the output could not be read on the desktop: its spool is damaged.'

/** Reports one run to the server, in order, on the current connection. */
export class Report {
  readonly #run: Run
  readonly #log: Log
  #link: ServerLink | null = null
  #saidQueued = false
  #saidStarted = false
  #saidEnded = false
  /** The requests of the agent that this connection knows, and how. */
  readonly #saidPermissions = new Map<string, string>()
  /** Its spool is damaged: what follows cannot be read. */
  #outputLost = false
  #startTimer: NodeJS.Timeout | undefined
  #turn: NodeJS.Immediate | undefined

  constructor(run: Run, log: Log) {
    this.#run = run
    this.#log = log
  }

  /** Everything from `stored` on is said on this connection, also what was said on one before. */
  connect(link: ServerLink, stored: OutputPosition): void {
    this.disconnect()
    this.#link = link
    this.#run.output.rewind(stored)
    if (this.#run.phase === 'waiting') this.queued()
    else this.advance()
  }

  disconnect(): void {
    this.#link = null
    this.#saidQueued = false
    this.#saidStarted = false
    this.#saidEnded = false
    this.#saidPermissions.clear()
    this.#outputLost = false
    clearTimeout(this.#startTimer)
    clearImmediate(this.#turn)
    this.#startTimer = undefined
    this.#turn = undefined
  }

  queued(): void {
    if (this.#saidQueued || this.#link === null) return
    this.#saidQueued = true
    this.#link.send({ type: 'queued', runId: this.#run.runId })
  }

  /** Says whatever is due: call it whenever something may have changed. */
  advance(): void {
    const { started, ended } = this.#run
    if (this.#link === null || this.#link.congested || this.#saidEnded) return
    if (started === null && ended === null) return
    const pumped = this.#pump(ended !== null)
    if (pumped === 'more') this.#turn ??= setImmediate(() => this.#nextTurn())
    if (ended !== null && pumped === 'all') {
      this.#sayStarted()
      this.#saidEnded = true
      this.#sayEvidence()
      const { seq } = this.#run.output.position
      const end = this.#outputLost ? withoutOutput(ended.end, DAMAGED) : ended.end
      this.#link.send({
        type: 'ended',
        runId: this.#run.runId,
        at: ended.at,
        seq,
        end: endFor(this.#link.version, end),
      })
      return
    }
    if (ended === null) this.#sayPermissions()
    if (!this.#saidStarted) {
      this.#startTimer ??= setTimeout(() => this.#sayStarted(), START_WAIT_MS)
    }
  }

  #nextTurn(): void {
    this.#turn = undefined
    this.advance()
  }

  #pump(final: boolean): Pumped {
    if (this.#outputLost) return 'all'
    try {
      return this.#run.output.pump(final, (chunk) => this.#sayOutput(chunk))
    } catch (error) {
      // The output is read later.
      if (isRefusal(error)) return 'window_full'
      if (!(error instanceof SpoolError)) throw error
      this.#log.error({ runId: this.#run.runId, error: error.message }, 'Output is lost')
      this.#outputLost = true
      return 'all'
    }
  }

  #sayOutput(chunk: Chunk): void {
    this.#sayStarted()
    this.#link?.send({ type: 'output', runId: this.#run.runId, ...chunk })
  }

  #sayEvidence(): void {
    const { runId } = this.#run
    if (this.#link === null || this.#link.version < EVIDENCE_SINCE) return
    try {
      const evidence = this.#run.readEvidence()
      if (evidence !== null) this.#link.send({ type: 'evidence', runId, evidence })
    } catch (error) {
      this.#log.error({ runId, error: String(error) }, 'Evidence is lost')
    }
  }

  #sayPermissions(): void {
    if (this.#link === null || this.#link.version < PERMISSIONS_SINCE) return
    for (const saying of this.#run.permissions?.sayings ?? []) {
      if (this.#saidPermissions.get(saying.requestId) === saying.type) continue
      this.#saidPermissions.set(saying.requestId, saying.type)
      this.#sayStarted()
      this.#link.send(saying)
    }
  }

  /** Reports the start, unless the run ended without one. */
  #sayStarted(): void {
    clearTimeout(this.#startTimer)
    const { started, runId } = this.#run
    if (this.#saidStarted || started === null) return
    this.#saidStarted = true
    this.#link?.send({ type: 'started', runId, at: started.at })
  }
}

import { type DownOf, EVIDENCE_MAX_BYTES, type RunEnd } from '@mission-control/protocol/runner'
import type { AgentConfiguration } from '../agent/configuration.ts'
import { endOf } from '../agent/end.ts'
import type { Outcome } from '../agent/outcome.ts'
import type { Shown } from '../agent/shown.ts'
import { readSideFile, removeSideFile } from '../agent/side-file.ts'
import type { StartLine } from '../journal/lines.ts'
import type { Log } from '../log.ts'
import { type Ended, RunFile, type Started } from '../run-file.ts'
import { RunFileReader } from '../run-file-reader.ts'
import { RunOutput } from './output.ts'
import { RunPermissions } from './permissions.ts'
import { isScript } from './script.ts'

export const STOPPED_BEFORE_START: RunEnd = { kind: 'signaled', signal: 'SIGTERM' }

/**
 * `journalling` → `waiting` (for a place) → `placed` (the keeper is asked, or has it) → `over` (its
 * end is known and has to reach the server).
 */
export type Phase = 'journalling' | 'waiting' | 'placed' | 'over'

/** What the runner knows of one run. The disk knows better: `look` reads it again. */
export class Run {
  readonly line: StartLine
  readonly file: RunFile
  readonly output: RunOutput
  /** The files in which an agent says how it ended, and what it has done. */
  readonly outcome: string
  readonly evidence: string
  /** The file for a command that names its own interpreter. */
  readonly script: string
  /** What an agent asks, and hears; null: of a command, or where nobody can be asked. */
  readonly permissions: RunPermissions | null
  readonly #reader: RunFileReader
  phase: Phase = 'journalling'
  started: Started | null = null
  ended: Ended | null = null
  /** The agent that got the prompt, if this runner has given it. */
  agent: AgentConfiguration | null = null
  /** What the agent has shown of itself by its end. */
  shown: Shown | null = null
  /** The API key of its agent, which only the server keeps; null: it has none. */
  key: string | null = null
  /** The server wants it stopped. */
  cancelled = false
  /** The server wants to hear nothing more of it. */
  discarded = false

  constructor(dir: string, line: StartLine, buffer: Buffer<ArrayBuffer>) {
    this.line = line
    this.file = new RunFile(dir, line.runId)
    this.outcome = `${this.file.path}.outcome`
    this.evidence = `${this.file.path}.evidence`
    this.script = `${this.file.path}.script`
    const rules = line.t === 'prompt' && line.rules
    this.permissions = rules ? new RunPermissions(this.file.path, line.runId, rules) : null
    this.#reader = new RunFileReader(this.file.path, buffer)
    this.output = new RunOutput(this.file.spool, buffer)
  }

  get runId(): string {
    return this.line.runId
  }

  get dispatch(): number {
    return this.line.dispatch
  }

  look(log: Log): void {
    if (this.ended !== null) return
    this.permissions?.look(log)
    const { started, ended } = this.#reader.read()
    this.started = started
    if (ended === null) return
    // Read it first: as long as it can't be read, the end isn't known.
    const end = this.#endOf(ended.end)
    this.ended = { ...ended, end }
    this.#reader.close()
    this.permissions?.close()
  }

  #endOf(end: RunEnd): RunEnd {
    if (this.line.t !== 'prompt') return end
    const outcome = readSideFile(this.outcome) as Outcome | null
    this.shown = outcome?.shown ?? null
    return endOf(end, outcome)
  }

  /** Passes a person's answer on to the agent, if it still lives. */
  answer(answer: DownOf<'permissionAnswer'>, log: Log): void {
    if (this.ended === null) this.permissions?.answer(answer, log)
  }

  /** The evidence that an agent leaves at its end; null: it has left none. */
  readEvidence(): unknown {
    return this.line.t === 'prompt' ? readSideFile(this.evidence, EVIDENCE_MAX_BYTES) : null
  }

  /** Nothing is kept open, and nothing is left on disk. */
  remove(): void {
    this.#reader.close()
    this.output.close()
    this.file.remove()
    this.permissions?.remove()
    const { line } = this
    if (line.t === 'prompt') [this.outcome, this.evidence].forEach(removeSideFile)
    else if (isScript(line.command)) removeSideFile(this.script)
  }
}

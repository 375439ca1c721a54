import { endOf } from '../agent/end.ts'
import { OUTCOME_SUFFIX, readOutcome, removeOutcome } from '../agent/outcome.ts'
import type { StartLine } from '../journal/lines.ts'
import { type Ended, RunFile, type Started } from '../run-file.ts'
import { RunFileReader } from '../run-file-reader.ts'
import { RunOutput } from './output.ts'

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
  /** Where an agent says how it ended. */
  readonly outcome: string
  readonly #reader: RunFileReader
  phase: Phase = 'journalling'
  started: Started | null = null
  ended: Ended | null = null
  /** The server wants it stopped. */
  cancelled = false
  /** The server wants to hear nothing more of it. */
  discarded = false

  constructor(dir: string, line: StartLine, buffer: Buffer<ArrayBuffer>) {
    this.line = line
    this.file = new RunFile(dir, line.runId)
    this.outcome = this.file.path + OUTCOME_SUFFIX
    this.#reader = new RunFileReader(this.file.path, buffer)
    this.output = new RunOutput(this.file.spool, buffer)
  }

  get runId(): string {
    return this.line.runId
  }

  get dispatch(): number {
    return this.line.dispatch
  }

  look(): void {
    if (this.ended !== null) return
    const { started, ended } = this.#reader.read()
    this.started = started
    this.ended = ended
    if (ended === null) return
    this.#reader.close()
    if (this.line.t !== 'prompt') return
    this.ended = { ...ended, end: endOf(ended.end, readOutcome(this.outcome)) }
  }

  /** Nothing is kept open, and nothing is left on disk. */
  remove(): void {
    this.#reader.close()
    this.output.close()
    this.file.remove()
    if (this.line.t === 'prompt') removeOutcome(this.outcome)
  }
}

import type { StartLine } from '../journal/lines.ts'
import { type Ended, RunFolder, type Started } from '../run-folder.ts'
import { RunOutput } from './output.ts'

/**
 * `journalling` → `waiting` (for a place) → `placed` (the keeper is asked, or has it) → `over` (its
 * end is known and has to reach the server).
 */
export type Phase = 'journalling' | 'waiting' | 'placed' | 'over'

/** What the runner knows of one run. The disk knows better: `look` reads it again. */
export class Run {
  readonly line: StartLine
  readonly folder: RunFolder
  readonly output: RunOutput
  phase: Phase = 'journalling'
  started: Started | null = null
  ended: Ended | null = null
  /** The server wants it stopped. */
  cancelled = false
  /** The server wants to hear nothing more of it. */
  discarded = false

  constructor(dir: string, line: StartLine, buffer: Buffer<ArrayBuffer>) {
    this.line = line
    this.folder = new RunFolder(dir, line.runId)
    this.output = new RunOutput(this.folder.spool, buffer)
  }

  get runId(): string {
    return this.line.runId
  }

  get dispatch(): number {
    return this.line.dispatch
  }

  look(): void {
    // The end first: whoever sees it sees also everything that was written before it.
    this.ended ??= this.folder.readEnd()
    this.started ??= this.folder.readStarted()
  }
}

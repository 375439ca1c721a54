import { writeSync } from 'node:fs'
import type {
  AgentUsage,
  RunEvidence,
  TranscriptRecord,
  TranscriptRecordOf,
} from '@mission-control/protocol'
import { CommandsOf } from '@mission-control/protocol/host'
import type { Redact } from './redact.ts'

const NOTHING: AgentUsage = { inputTokens: null, outputTokens: null, costUsd: null, steps: 0 }

/** Writes what the agent does to standard output, a record a line, without its keys. */
export class Transcript {
  readonly #redact: Redact
  readonly #commands = new CommandsOf()
  #usage = NOTHING
  #denied: string | null = null

  constructor(redact: Redact) {
    this.#redact = redact
  }

  /** All that was used so far. */
  get usage(): AgentUsage {
    return this.#usage
  }

  /** What the agent was last denied; null: everything that it asked for since was allowed. */
  get denied(): string | null {
    return this.#denied
  }

  /** Those that were run so far, without its keys. */
  get commands(): Pick<RunEvidence, 'commands' | 'commandsTruncated'> {
    return this.#commands.gathered
  }

  readonly emit = (record: TranscriptRecord): void => {
    if (record.type === 'usage') {
      const { type: _, ...usage } = record
      this.#usage = usage
    }
    const told = this.#redact(record)
    if (told.type === 'permission') this.#decided(told)
    this.#commands.take(told)
    const bytes = Buffer.from(`${JSON.stringify(told)}\n`)
    // On a full pipe this blocks, on purpose: the agent has to wait for a slow keeper.
    for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at)
  }
  #decided({ state, title, feedback }: TranscriptRecordOf<'permission'>): void {
    if (state === 'allowed') this.#denied = null
    if (state === 'denied') this.#denied = feedback ? `${title}: ${feedback}` : title
  }
}

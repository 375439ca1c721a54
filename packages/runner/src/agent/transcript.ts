import { writeSync } from 'node:fs'
import type { AgentUsage, TranscriptRecord } from '@mission-control/protocol'

const NOTHING: AgentUsage = { inputTokens: null, outputTokens: null, costUsd: null, steps: 0 }

/** Writes what the agent does to standard output, a record a line, without its keys. */
export class Transcript {
  readonly #redact: (line: string) => string
  #usage = NOTHING

  constructor(redact: (line: string) => string) {
    this.#redact = redact
  }

  /** All that was used so far. */
  get usage(): AgentUsage {
    return this.#usage
  }

  readonly emit = (record: TranscriptRecord): void => {
    if (record.type === 'usage') {
      const { type: _, ...usage } = record
      this.#usage = usage
    }
    const bytes = Buffer.from(`${this.#redact(JSON.stringify(record))}\n`)
    // A pipe that is full holds us up: the keeper is slow, and the agent has to wait for it.
    for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at)
  }
}

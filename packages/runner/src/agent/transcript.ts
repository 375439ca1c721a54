import { writeSync } from 'node:fs'
import {
  type AgentUsage,
  CommandsOf,
  type RunEvidence,
  type TranscriptRecord,
} from '@mission-control/protocol'

const NOTHING: AgentUsage = { inputTokens: null, outputTokens: null, costUsd: null, steps: 0 }

/** Writes what the agent does to standard output, a record a line, without its keys. */
export class Transcript {
  readonly #redact: (line: string) => string
  readonly #commands = new CommandsOf()
  #usage = NOTHING

  constructor(redact: (line: string) => string) {
    this.#redact = redact
  }

  /** All that was used so far. */
  get usage(): AgentUsage {
    return this.#usage
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
    const line = this.#redact(JSON.stringify(record))
    const isOfTool = record.type === 'tool_call' || record.type === 'tool_result'
    if (isOfTool) this.#commands.take(JSON.parse(line))
    const bytes = Buffer.from(`${line}\n`)
    // A pipe that is full holds us up: the keeper is slow, and the agent has to wait for it.
    for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at)
  }
}

import type { AgentConfiguration } from './configuration.ts'

/** What an agent host is to do; it reads it from its standard input. */
export type Job =
  | {
      type: 'prompt'
      agent: AgentConfiguration
      prompt: string
      /** The file for its `Outcome`. */
      outcome: string
    }
  /** Whether the agent answers: a line with a {@link ProbeResult} on standard output. */
  | { type: 'probe'; agent: AgentConfiguration }

/** `problem`: why it can't be used, in words; null: it can. */
export interface ProbeResult {
  model: string | null
  problem: string | null
  /** What to do about it. */
  advice: string | null
  /** How long it took to answer. */
  ms: number
}

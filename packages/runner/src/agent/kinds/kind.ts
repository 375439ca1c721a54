import type { TranscriptRecord } from '@mission-control/protocol'
import type { Conversation } from '../job.ts'
import type { Gate } from '../permissions/gate.ts'
import type { Shown } from '../shown.ts'

export interface AgentWork {
  /** A word for what happens, as it happens. */
  emit(record: TranscriptRecord): void
  /** What it shows of itself; the last word counts. */
  shows(shown: Shown): void
  /** Null: the prompt stands by itself. */
  conversation: Conversation | null
  /** Aborted when the work has to stop; its reason says why. */
  signal: AbortSignal
  /** What the agent wants to do has to pass it. */
  gate: Gate
}

/** One way to reach an agent. Both throw {@link AgentFailure} when it can't be done. */
export interface Kind<Configuration> {
  /** Resolves with the final answer. */
  run(configuration: Configuration, prompt: string, work: AgentWork): Promise<string>
  /** As cheaply as it can be known that a prompt would be answered. */
  probe(configuration: Configuration, signal: AbortSignal): Promise<Shown>
}

import type { TranscriptRecord } from '@mission-control/protocol'
import type { Conversation } from '../job.ts'
import type { Gate } from '../permissions/gate.ts'
import type { Shown } from '../shown.ts'

export interface AgentWork {
  /** Reports what happens, as it happens. */
  emit(record: TranscriptRecord): void
  /** Reports what the agent shows of itself; the last report counts. */
  shows(shown: Shown): void
  /** Null: the prompt stands by itself. */
  conversation: Conversation | null
  /** Aborted when the work has to stop; its reason says why. */
  signal: AbortSignal
  /** Decides whether the agent may do what it wants. */
  gate: Gate
}

/** One way to reach an agent. Both throw {@link AgentFailure} when it can't be done. */
export interface Kind<Configuration> {
  /** Resolves with the final answer. */
  run(configuration: Configuration, prompt: string, work: AgentWork): Promise<string>
  /** Finds out, as cheaply as possible, whether a prompt would be answered. */
  probe(configuration: Configuration, signal: AbortSignal): Promise<Shown>
}

import type { TranscriptRecord } from '@mission-control/protocol'
import type { Conversation } from '../job.ts'
import type { Gate } from '../permissions/gate.ts'

export interface AgentWork {
  /** A word for what happens, as it happens. */
  emit(record: TranscriptRecord): void
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
  /** As cheaply as it can be known that a prompt would be answered; resolves with the model's name. */
  probe(configuration: Configuration, signal: AbortSignal): Promise<string | null>
}

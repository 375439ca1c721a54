import type { ChatMessage } from '@mission-control/protocol/runner'
import type { AgentConfiguration } from './configuration.ts'
import type { PermissionDesk } from './permissions/lines.ts'
import type { Shown } from './shown.ts'

/** The chat that a prompt is a part of. */
export interface Conversation {
  id: string
  /** What was said before, oldest first. */
  history: ChatMessage[]
  /** The file for the agent's own id of the conversation. */
  session: string
}

/** The run's own way into the API: its agent and all that it starts find it in their environment. */
export interface Access {
  key: string
  url: string
}

/** What an agent host is to do; it reads it from its standard input. */
export type Job =
  | {
      type: 'prompt'
      agent: AgentConfiguration
      prompt: string
      /** Null: the prompt stands by itself. */
      conversation: Conversation | null
      /** The file for its `Outcome`. */
      outcome: string
      /** The file for its `RunEvidence`. */
      evidence: string
      /** null: the server knows no permissions, and what the agent wants is allowed. */
      permissions: PermissionDesk | null
      /** How long there is to tidy up when it is stopped; by default 5 s. */
      graceMs: number | undefined
      /** null: the desktop's agent gets no key. */
      access: Access | null
    }
  /** Whether the agent answers: a line with a {@link ProbeResult} on standard output. */
  | { type: 'probe'; agent: AgentConfiguration }

/** `problem`: why it can't be used, in words; null: it can. */
export interface ProbeResult extends Shown {
  problem: string | null
  /** What to do about it. */
  advice: string | null
  /** How long it took to answer. */
  ms: number
}

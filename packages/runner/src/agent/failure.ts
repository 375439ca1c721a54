import type { FailureCode } from '@mission-control/protocol'

type AgentFailureCode = Extract<FailureCode, `agent_${string}`>

/** The agent can't go on, and why: what the task's `error` will say. */
export class AgentFailure extends Error {
  override readonly name = 'AgentFailure'
  readonly code: AgentFailureCode

  constructor(code: AgentFailureCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

import type { FailureCode } from '@mission-control/protocol'

type AgentFailureCode = Extract<FailureCode, `agent_${string}`>

/** The agent can't go on, and why: what the task's `error` will say. */
export class AgentFailure extends Error {
  override readonly name = 'AgentFailure'
  readonly code: AgentFailureCode
  /** The status of the HTTP answer that reports the failure. */
  readonly status: number | undefined

  constructor(
    code: AgentFailureCode,
    message: string,
    { status, ...options }: ErrorOptions & { status?: number } = {},
  ) {
    super(message, options)
    this.code = code
    this.status = status
  }
}

/** The agent stopped without an answer after it was denied something. */
export function endedByDenial(what: string): AgentFailure {
  const message = `The agent stopped without an answer after it was denied what it wanted to do (${what}).`
  return new AgentFailure('agent_denied', message)
}

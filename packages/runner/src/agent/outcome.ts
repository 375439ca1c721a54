import type { AgentUsage, FailureCode } from '@mission-control/protocol'
import type { Shown } from './shown.ts'

/**
 * How an agent's work ended, by its own word. In a side file, because the transcript may have reached
 * the output limit by then.
 */
export type Outcome = { usage: AgentUsage; shown?: Shown | null } & (
  | { result: string }
  | { code: FailureCode; message: string }
)

import type { Task } from '@mission-control/protocol'
import { signalIn } from '@mission-control/protocol/client'

const TIMED_OUT = 124
const NOT_RUN = 125
export const CANCELLED = 130

/** The exit code for a task that has ended: its command's where it has one, else as a shell would say it. */
export function exitCodeOf({ type, status, exitCode, error }: Task): number {
  if (status === 'cancelled') return CANCELLED
  if (status === 'done') return 0
  // A result that was rejected may have exited with 0.
  if (exitCode !== null && exitCode !== 0) return exitCode
  if (error?.code === 'rejected') return 1
  if (error?.code === 'signaled') return 128 + (signalIn(error.message) ?? 0)
  if (error?.code === 'timed_out') return TIMED_OUT
  return type === 'prompt' ? 1 : NOT_RUN
}

/** Whether the end needs an explanation that the output doesn't give. */
export function needsWords({ status, error }: Task): boolean {
  return status !== 'done' && error?.code !== 'exit_nonzero'
}

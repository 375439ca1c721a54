import type { TaskStatus } from '@mission-control/protocol'
import type { RunEnd } from '@mission-control/protocol/runner'
import type { TaskRow } from '../store/schema.ts'

/** How long a desktop may take to confirm a cancel, or may be away meanwhile, in ms. */
const CONFIRM_WITHIN = 15_000

/** What a run's end does to its task; null: nothing, the task is over or has another run. Pure. */
export function endAction(
  task: Pick<TaskRow, 'status' | 'run_id'>,
  runId: string,
  end: RunEnd,
): 'succeed' | 'fail' | null {
  if (task.status !== 'running' || task.run_id !== runId) return null
  return succeeded(end) ? 'succeed' : 'fail'
}

function succeeded(end: RunEnd): boolean {
  return end.kind === 'answered' || (end.kind === 'exited' && end.exitCode === 0)
}

/** Whether a cancel ends the task at once: it runs on a desktop that can't be told now. Pure. */
export function endsAtOnce(status: TaskStatus, connected: number | undefined): boolean {
  return status === 'running' && connected !== 1
}

/**
 * Whether a cancel has waited for its desktop's word for too long: `asked` ms, of which the run may
 * have been tidying up; for `link` ms the desktop has been there, or away, as it is now. Pure.
 */
export function isOverdue(
  { connected, grace_seconds }: { connected: number | null; grace_seconds: number },
  asked: number,
  link: number,
): boolean {
  const isAway = connected !== 1 && link >= CONFIRM_WITHIN
  return isAway || asked >= CONFIRM_WITHIN + grace_seconds * 1000
}

import type { TaskStatus } from '@mission-control/protocol'
import type { RunEnd } from '@mission-control/protocol/runner'
import type { TaskRow } from '../store/schema.ts'

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

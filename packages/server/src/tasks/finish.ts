import {
  type FailureCode,
  hasWindowsLineEnds,
  meaningOfExit,
  meaningOfSignal,
  WINDOWS_LINE_ENDS,
} from '@mission-control/protocol'
import type { RunEnd } from '@mission-control/protocol/runner'
import { type RunOfTask, setRunEnded, setRunStartedAndEnded } from '../store/runs.ts'
import type { TaskChanges, Tx } from '../store/schema.ts'
import { setProcessStarted, type TaskView } from '../store/tasks.ts'
import { endAction } from './end-action.ts'
import { holdTask } from './find.ts'
import { moveTask } from './move.ts'
import { failure } from './present.ts'

/**
 * Records a run's end and moves its task with it; once, whatever is re-sent. `endedAt`: when its process
 * was seen to end; null: nobody has. `startedAt`: the start, where it is not written yet. Undefined if
 * the task has ended before.
 */
export async function finishRun(
  tx: Tx,
  run: RunOfTask,
  end: RunEnd,
  at: number,
  endedAt: number | null = null,
  startedAt: number | null = null,
): Promise<TaskView | undefined> {
  const task = await holdTask(tx, run.workspace_id, run.task_id)
  if (startedAt === null) await setRunEnded(tx, run.id, endedAt ?? at)
  else await setRunStartedAndEnded(tx, run.id, startedAt, endedAt ?? at)
  const action = endAction(task, run.id, end)
  if (action === null) {
    if (startedAt !== null) await setProcessStarted(tx, task.id, run.id, startedAt)
    return undefined
  }
  return await moveTask(tx, task, {
    action,
    at,
    changes: {
      ...(startedAt !== null && { process_started_at: startedAt }),
      // Without a start there was no process that could end.
      ...((startedAt ?? task.process_started_at) !== null &&
        wasSeen(end) && { process_ended_at: endedAt }),
      ...(task.cancel_requested_at === null ? describe(end, task) : tracesOf(end)),
    },
  })
}

/** Whether anybody was there when the process ended. */
function wasSeen(end: RunEnd): boolean {
  return end.kind !== 'failed' || !UNSEEN.includes(end.code)
}

const UNSEEN: readonly FailureCode[] = ['keeper_lost', 'desktop_restarted', 'start_unknown']

/** What is kept of a cancelled run's end. */
function tracesOf(end: RunEnd): TaskChanges {
  if (end.kind === 'exited') return { exit_code: end.exitCode }
  return 'usage' in end && end.usage ? { usage: JSON.stringify(end.usage) } : {}
}

function describe(end: RunEnd, { type, content }: TaskView): TaskChanges {
  switch (end.kind) {
    case 'exited':
      if (end.exitCode === 0) return { exit_code: 0 }
      return { exit_code: end.exitCode, ...exited(end.exitCode, type === 'command' ? content : '') }
    case 'signaled': {
      const { what, advice } = meaningOfSignal(end.signal)
      return failure('signaled', what, advice)
    }
    case 'answered':
      return { result: end.result, ...tracesOf(end) }
    case 'failed':
      return { ...tracesOf(end), ...failure(end.code, end.message) }
  }
}

/** Line ends that no shell understands are the likelier cause, whatever the exit code says. */
function exited(exitCode: number, command: string) {
  const { what, advice } = meaningOfExit(exitCode)
  return failure('exit_nonzero', what, hasWindowsLineEnds(command) ? WINDOWS_LINE_ENDS : advice)
}

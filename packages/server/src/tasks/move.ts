import {
  type ActivityEvent,
  type Decision,
  fail,
  isFinal,
  type TaskAction,
  type TaskStatus,
  transition,
} from '@mission-control/protocol'
import { toApprovalPayload } from '../approvals/present.ts'
import { votesOfSeveral } from '../approvals/votes.ts'
import { newId } from '../ids.ts'
import { expirePermissions } from '../permissions/expire.ts'
import { appendActivity } from '../store/activity.ts'
import { insertApproval, settleApproval } from '../store/approvals.ts'
import { isQueued } from '../store/runs.ts'
import type { TaskChanges, TaskRow, Tx } from '../store/schema.ts'
import { compareAndSetTask, type TaskView } from '../store/tasks.ts'
import { readSettings } from '../store/workspaces.ts'
import { toTaskPayload } from './present.ts'

const EVENT_OF = {
  pending: 'task.created',
  running: 'task.started',
  review: 'task.review',
  done: 'task.completed',
  failed: 'task.failed',
  cancelled: 'task.cancelled',
} as const satisfies Record<TaskStatus, string>

interface Move {
  action: TaskAction
  at: number
  /** Columns that change with the status. */
  changes?: TaskChanges
  /** Who reviewed the result, if the action is a review. */
  decidedBy?: string
}

/**
 * Moves a task: the state machine, the compare-and-set, the approval record and the activity event,
 * all in the caller's transaction. No other code writes a status. Throws `status_conflict` when the
 * task isn't, or is no longer, where the action needs it.
 */
export async function moveTask(tx: Tx, seen: TaskRow, move: Move): Promise<TaskView> {
  const { action, at } = move
  const gated = await isGated(tx, seen, action)
  const next = transition(
    { status: seen.status, cancelRequested: seen.cancel_requested_at !== null, gated },
    action,
  )
  if (!next.ok) return conflict(seen, action, next.expected)

  const moved = await compareAndSetTask(tx, seen, {
    ...move.changes,
    status: next.status,
    ...(gated && { requires_approval: 1 }),
    ...(next.cancelRequested && { cancel_requested_at: seen.cancel_requested_at ?? at }),
    ...(isFinal(next.status) && { completed_at: at }),
    ...(next.status === 'review' && seen.status === 'running' && { review_started_at: at }),
  })
  if (!moved) return conflict(seen, action, [seen.status])

  // From here on nobody needs an answer, also while the run is still being stopped.
  if (seen.status === 'running' && seen.type === 'prompt') await expirePermissions(tx, seen.id, at)
  // A chat has its own way to tell (chat/tell.ts): it is no part of the activity.
  if (moved.status === seen.status || moved.chat === 1) return moved
  await appendActivity(tx, moved.workspace_id, at, await eventsOf(tx, moved, seen, move))
  return moved
}

/**
 * Success is gated by the task's own flag or by the workspace's setting at that moment; a reply in a
 * chat is read as it comes, and the next message says what its reader thinks.
 */
async function isGated(tx: Tx, task: TaskRow, action: TaskAction): Promise<boolean> {
  if (task.chat === 1) return false
  if (task.requires_approval === 1) return true
  return action === 'succeed' && (await readSettings(tx, task.workspace_id)).requireApproval
}

async function eventsOf(
  tx: Tx,
  task: TaskView,
  seen: TaskRow,
  move: Move,
): Promise<ActivityEvent[]> {
  const waiting = task.waiting === 'desktop_offline' ? task.waiting : null
  const told = {
    ...toTaskPayload(task, seen.status, waiting, await wasQueued(tx, seen, move)),
    ...(task.status === 'review' && votesOfSeveral(task)),
  }
  const moved: ActivityEvent = { type: EVENT_OF[task.status], payload: told }
  if (task.status === 'review') {
    const approval = await insertApproval(tx, {
      id: newId('approval'),
      workspace_id: task.workspace_id,
      task_id: task.id,
      kind: 'result',
      created_at: move.at,
    })
    const payload = { ...toApprovalPayload(approval, task.desktop_id), ...votesOfSeveral(task) }
    return [moved, { type: 'approval.created', payload }]
  }
  if (move.action === 'approve' || move.action === 'reject') {
    const approval = await settleApproval(tx, task.id, {
      status: STATUS_AFTER[move.action],
      resolved_at: move.at,
      resolved_by: move.decidedBy ?? '',
      feedback: task.feedback,
    })
    const payload = { ...toApprovalPayload(approval, task.desktop_id), ...votesOfSeveral(task) }
    return [{ type: 'approval.resolved', payload }, moved]
  }
  return [moved]
}

/** Whether the task's run was queued, and its process hadn't started. */
async function wasQueued(tx: Tx, seen: TaskRow, { changes }: Move): Promise<boolean> {
  if (changes?.process_started_at) return false
  if (seen.status !== 'running' || seen.process_started_at !== null) return false
  return seen.run_id !== null && (await isQueued(tx, seen.run_id))
}

const STATUS_AFTER = { approve: 'approved', reject: 'rejected' } as const satisfies Record<
  Decision,
  string
>

export function conflict(
  task: TaskRow,
  action: TaskAction,
  expected: readonly TaskStatus[],
): never {
  fail(
    'status_conflict',
    `Can't ${action} this task: expected it to be ${expected.map(inWords).join(' or ')}, it is ${inWords(task.status)}.`,
  )
}

const inWords = (status: TaskStatus) => (status === 'review' ? 'in review' : status)

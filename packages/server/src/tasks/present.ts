import {
  type AgentUsage,
  adviceFor,
  type FailureCode,
  firstLine,
  GLANCE_MAX,
  type Task,
  type TaskPayload,
  type TaskStatus,
} from '@mission-control/protocol'
import { toVotes } from '../approvals/votes.ts'
import { iso, isoOrNull } from '../iso.ts'
import { readActor } from '../store/kept-actor.ts'
import type { TaskRow } from '../store/schema.ts'
import type { ShownTask } from '../store/task-lists.ts'
import { knownMoments, toMoments } from './moments.ts'

/** The task as the API shows it. */
export function toTask(row: ShownTask): Task {
  const moments = toMoments(row)
  return {
    id: row.id,
    type: row.type,
    content: row.content,
    status: row.status,
    desktopId: row.desktop_id,
    requiresApproval: row.requires_approval === 1,
    approvals: toVotes(row),
    approvalsAsked: row.approvals_asked,
    timeoutSeconds: row.timeout_seconds,
    graceSeconds: row.grace_seconds,
    outputRemovedAt: isoOrNull(row.output_removed_at),
    createdAt: iso(row.created_at),
    // One by one: a spread takes as long as all the other fields.
    startedAt: moments.startedAt,
    processStartedAt: moments.processStartedAt,
    processEndedAt: moments.processEndedAt,
    reviewStartedAt: moments.reviewStartedAt,
    completedAt: moments.completedAt,
    queuedMs: moments.queuedMs,
    ranMs: moments.ranMs,
    waitedForReviewMs: moments.waitedForReviewMs,
    waiting: row.waiting,
    exitCode: row.exit_code,
    error: errorOf(row),
    result: row.result,
    usage: usageOf(row),
    feedback: row.feedback,
    cancelRequestedAt: isoOrNull(row.cancel_requested_at),
    attempt: row.attempt,
    rerunOf: row.rerun_of,
    rerunAs: row.rerun_as,
    batchId: row.batch_id,
    createdByTask: row.from_task,
    createdBy: readActor(row.created_by),
    startedBy: readActor(row.started_by),
  }
}

export function usageOf({ usage }: Pick<TaskRow, 'usage'>): AgentUsage | null {
  return usage === null ? null : JSON.parse(usage)
}

export function errorOf(row: Pick<TaskRow, 'error_code' | 'error_message'>): Task['error'] {
  if (row.error_code === null) return null
  return { code: row.error_code, message: row.error_message ?? adviceFor(row.error_code) }
}

/** What happened, in words that may be those of a program, and what to do about it. */
export function failure(code: FailureCode, what: string, advice = adviceFor(code)) {
  const said = what.trimEnd()
  const end = /[.!?…]["')\]]?$/.test(said) ? '' : '.'
  return { error_code: code, error_message: `${said}${end} ${advice}` }
}

/**
 * The task as an event tells it: what is not known yet is left out. `from`: its status before; null
 * for a new one.
 */
export function toTaskPayload(
  row: TaskRow,
  from: TaskStatus | null,
  waiting: Task['waiting'] = null,
  wasQueued = false,
): TaskPayload {
  const error = errorOf(row)
  const contentLength = Buffer.byteLength(row.content)
  return {
    taskId: row.id,
    desktopId: row.desktop_id,
    status: row.status,
    from,
    type: row.type,
    summary: firstLine(row.content),
    ...(contentLength > GLANCE_MAX && { contentLength }),
    requiresApproval: row.requires_approval === 1,
    ...(row.approvals_asked !== null && { approvalsAsked: row.approvals_asked }),
    createdAt: iso(row.created_at),
    ...(waiting !== null && { waiting }),
    ...(wasQueued && { wasQueued }),
    ...knownMoments(row),
    ...(row.cancel_requested_at !== null && { cancelRequestedAt: iso(row.cancel_requested_at) }),
    ...(row.exit_code !== null && { exitCode: row.exit_code }),
    ...(error !== null && { error }),
    ...(row.usage !== null && { usage: usageOf(row) as AgentUsage }),
    ...(row.feedback !== null && { feedback: row.feedback }),
    ...(row.attempt > 1 && { attempt: row.attempt }),
    ...(row.rerun_of !== null && { rerunOf: row.rerun_of }),
    ...(row.created_by !== null && { createdBy: readActor(row.created_by)! }),
    ...(row.started_by !== null && { startedBy: readActor(row.started_by)! }),
    ...(row.batch_id !== null && { batchId: row.batch_id }),
  }
}

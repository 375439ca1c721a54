import type { Approval, ApprovalPayload, BoardApproval, Waiting } from '@mission-control/protocol'
import { iso, isoOrNull } from '../iso.ts'
import { requestOf } from '../permissions/request.ts'
import type { ApprovalOfTask } from '../store/approvals.ts'
import { readActor } from '../store/kept-actor.ts'
import type { ApprovalRow } from '../store/schema.ts'
import { toVotes } from './votes.ts'

/** The approval as the API shows it. */
export function toApproval(row: ApprovalOfTask): Approval {
  return {
    id: row.id,
    taskId: row.task_id,
    kind: row.kind,
    status: row.status,
    createdAt: iso(row.created_at),
    resolvedAt: isoOrNull(row.resolved_at),
    resolvedBy: row.resolved_by,
    resolver: readActor(row.resolver),
    feedback: row.feedback,
    approvals: row.kind === 'result' ? toVotes(row) : null,
    request: toRequest(row),
    task: { id: row.task_id, type: row.type, content: row.content, desktopId: row.desktop_id },
  }
}

/** As the board names it. */
export function toBrief(row: Pick<ApprovalRow, 'id' | 'task_id' | 'created_at'>): BoardApproval {
  return { id: row.id, taskId: row.task_id, createdAt: iso(row.created_at) }
}

function toRequest(row: ApprovalRow): Approval['request'] {
  const request = requestOf(row)
  if (request === null) return null
  const { tool, title, input, options } = request
  return { tool, title, input, options, expiresAt: iso(row.expires_at!) }
}

/**
 * The approval as an event tells it: what is not known yet is left out. `waiting`: what the task of a
 * permission waits for from now on.
 */
export function toApprovalPayload(
  row: ApprovalRow,
  desktopId: string,
  waiting?: Waiting | null,
): ApprovalPayload {
  const request = requestOf(row)
  return {
    approvalId: row.id,
    kind: row.kind,
    taskId: row.task_id,
    desktopId,
    status: row.status,
    createdAt: iso(row.created_at),
    ...(row.resolved_at !== null && { resolvedAt: iso(row.resolved_at) }),
    ...(row.resolved_by !== null && { resolvedBy: row.resolved_by }),
    ...(row.resolver !== null && { resolver: readActor(row.resolver)! }),
    ...(row.feedback !== null && { feedback: row.feedback }),
    ...(request !== null && { title: request.title }),
    ...(waiting !== undefined && { waiting }),
  }
}

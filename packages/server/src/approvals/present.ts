import type { Approval, ApprovalPayload } from '@mission-control/protocol'
import { iso, isoOrNull } from '../iso.ts'
import type { ApprovalOfTask } from '../store/approvals.ts'
import type { ApprovalRow, TaskRow } from '../store/schema.ts'

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
    feedback: row.feedback,
    task: { id: row.task_id, type: row.type, content: row.content, desktopId: row.desktop_id },
  }
}

/** The approval as an event tells it: what is not known yet is left out. */
export function toApprovalPayload(row: ApprovalRow, task: TaskRow): ApprovalPayload {
  return {
    approvalId: row.id,
    taskId: row.task_id,
    desktopId: task.desktop_id,
    status: row.status,
    createdAt: iso(row.created_at),
    ...(row.resolved_at !== null && { resolvedAt: iso(row.resolved_at) }),
    ...(row.resolved_by !== null && { resolvedBy: row.resolved_by }),
    ...(row.feedback !== null && { feedback: row.feedback }),
  }
}

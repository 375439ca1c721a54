import type { ApprovalKindFilter, ApprovalStatus } from '@mission-control/protocol'
import { sql } from 'kysely'
import { type ApprovalRow, type Db, Place, type TaskRow, type Tx } from './schema.ts'

export type ApprovalOfTask = ApprovalRow & Pick<TaskRow, 'type' | 'content' | 'desktop_id'>

function approvalsOfTasks(db: Db) {
  return db
    .selectFrom('approvals')
    .innerJoin('tasks', 'tasks.id', 'approvals.task_id')
    .where('tasks.chat', '!=', Place.DELETED)
    .selectAll('approvals')
    .select(['tasks.type', 'tasks.content', 'tasks.desktop_id'])
}

/** Newest first. */
export async function listPendingApprovals(
  db: Db,
  workspaceId: string,
  kind: ApprovalKindFilter,
): Promise<ApprovalOfTask[]> {
  let query = approvalsOfTasks(db)
    .where('approvals.workspace_id', '=', workspaceId)
    .where('approvals.status', '=', sql.lit('pending'))
    .orderBy('approvals.id', 'desc')
  if (kind !== 'all') query = query.where('approvals.kind', '=', kind)
  return await query.execute()
}

export async function findApproval(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<ApprovalOfTask | undefined> {
  return await approvalsOfTasks(db)
    .where('approvals.id', '=', id)
    .where('approvals.workspace_id', '=', workspaceId)
    .executeTakeFirst()
}

export async function insertApproval(
  tx: Tx,
  approval: Pick<ApprovalRow, 'id' | 'workspace_id' | 'task_id' | 'kind' | 'created_at'>,
): Promise<ApprovalRow> {
  return await tx
    .insertInto('approvals')
    .values({
      ...approval,
      status: 'pending',
      resolved_at: null,
      resolved_by: null,
      feedback: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Settles the pending judgement on a task's result. */
export async function settleApproval(
  tx: Tx,
  taskId: string,
  answer: {
    status: ApprovalStatus
    resolved_at: number
    resolved_by: string
    feedback: string | null
  },
): Promise<ApprovalRow> {
  return await tx
    .updateTable('approvals')
    .set(answer)
    .where('task_id', '=', taskId)
    .where('kind', '=', 'result')
    .where('status', '=', 'pending')
    .returningAll()
    .executeTakeFirstOrThrow()
}

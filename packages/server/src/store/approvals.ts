import type { ApprovalKind, ApprovalKindFilter, ApprovalStatus } from '@mission-control/protocol'
import { sql } from 'kysely'
import { actorOf } from './deed.ts'
import { oneOf, unindexed } from './hints.ts'
import { keepActor } from './kept-actor.ts'
import type { ApprovalRow, Db, TaskRow, Tx } from './schema.ts'
import { quorum } from './seen.ts'
import { Place } from './tables/tasks.ts'
import type { TaskView } from './tasks.ts'

/** The columns of its task that are shown with an approval. */
const OF_TASK = [
  'type',
  'content',
  'desktop_id',
  'requires_approval',
  'approvals_asked',
  'approvals_needed',
  'completed_at',
  'votes',
] as const satisfies (keyof TaskRow)[]

export type ApprovalOfTask = ApprovalRow & Pick<TaskView, (typeof OF_TASK)[number] | 'quorum'>

function approvalsOfTasks(db: Db) {
  return db
    .selectFrom('approvals')
    .innerJoin('tasks', 'tasks.id', 'approvals.task_id')
    .where('tasks.chat', '!=', Place.DELETED)
    .selectAll('approvals')
    .select(OF_TASK.map((column) => `tasks.${column}` as const))
    .select(quorum)
}

/** The pending ones of the kind, newest first: those behind `before`, or the newest. `among`: of these desktops only. */
export async function listPendingApprovals(
  db: Db,
  workspaceId: string,
  kind: ApprovalKindFilter,
  before: string | undefined,
  limit: number,
  among?: readonly string[],
): Promise<ApprovalOfTask[]> {
  let query = approvalsOfTasks(db)
    .where('approvals.workspace_id', '=', workspaceId)
    .where('approvals.status', '=', sql.lit('pending'))
    .orderBy('approvals.id', 'desc')
    .limit(limit)
  if (kind !== 'all') query = query.where('approvals.kind', '=', kind)
  if (before !== undefined) query = query.where('approvals.id', '<', before)
  if (among !== undefined) query = query.where(oneOf(sql.ref('tasks.desktop_id'), among))
  return await query.execute()
}

/** Lists the pending approvals without what may be long. `among`: of these desktops only. */
export async function listPendingBriefly(
  db: Db,
  workspaceId: string,
  kind: ApprovalKind,
  limit: number,
  among?: readonly string[],
): Promise<Pick<ApprovalRow, 'id' | 'task_id' | 'created_at'>[]> {
  let query = db
    .selectFrom('approvals')
    .select(['id', 'task_id', 'created_at'])
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', sql.lit('pending'))
    .where('kind', '=', kind)
    .orderBy('id', 'desc')
    .limit(limit)
  if (among !== undefined) {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('tasks')
          .select('tasks.id')
          .whereRef('tasks.id', '=', 'approvals.task_id')
          .where(oneOf(unindexed('tasks.desktop_id'), among)),
      ),
    )
  }
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
      resolver: null,
      feedback: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** The pending approval of a task's result. */
export async function findPendingOf(tx: Tx, taskId: string): Promise<ApprovalRow> {
  return await tx
    .selectFrom('approvals')
    .selectAll()
    .where('task_id', '=', taskId)
    .where('kind', '=', sql.lit('result'))
    .where('status', '=', sql.lit('pending'))
    .executeTakeFirstOrThrow()
}

interface Reminding {
  id: string
  name: string
  seconds: number
}

/** The workspaces that remind people of approvals, and after how many seconds. */
export async function listReminding(db: Db): Promise<Reminding[]> {
  const workspaces = await db
    .selectFrom('workspaces')
    .select(['id', 'name', 'approval_reminder_seconds as seconds'])
    .where('approval_reminder_seconds', 'is not', null)
    .execute()
  return workspaces as Reminding[]
}

/** How many reminders of a workspace one look sends. */
const REMINDED_AT_ONCE = 100

/** Some approvals that have waited since `until` or longer, and without a reminder so far. */
export async function listUnreminded(
  db: Db,
  workspaceId: string,
  until: number,
): Promise<Pick<ApprovalOfTask, 'id' | 'desktop_id'>[]> {
  return await db
    .selectFrom('approvals')
    .innerJoin('tasks', 'tasks.id', 'approvals.task_id')
    .select(['approvals.id', 'tasks.desktop_id'])
    .where('approvals.workspace_id', '=', workspaceId)
    .where('approvals.created_at', '<=', until)
    .where('approvals.status', '=', sql.lit('pending'))
    .where('approvals.reminded_at', 'is', null)
    .where('tasks.chat', '!=', Place.DELETED)
    .orderBy('approvals.created_at')
    .limit(REMINDED_AT_ONCE)
    .execute()
}

/** Compare-and-set: undefined if the approval was decided, or reminded of, meanwhile. */
export async function setReminded(
  tx: Tx,
  id: string,
  at: number,
): Promise<ApprovalRow | undefined> {
  return await tx
    .updateTable('approvals')
    .set({ reminded_at: at })
    .where('id', '=', id)
    .where('status', '=', sql.lit('pending'))
    .where('reminded_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
}

/** Settles the pending approval of a task's result. */
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
    .set({ ...answer, resolver: keepActor(actorOf(tx)) })
    .where('task_id', '=', taskId)
    .where('kind', '=', 'result')
    .where('status', '=', 'pending')
    .returningAll()
    .executeTakeFirstOrThrow()
}

import type { ApprovalStatus, PermissionRule } from '@mission-control/protocol'
import { sql } from 'kysely'
import { prepared } from './prepared.ts'
import type { ApprovalRow, Db, Tx } from './schema.ts'

/** A permission with where its agent is. */
export type PermissionOfTask = ApprovalRow & { desktop_id: string }

type NewPermission = Pick<
  ApprovalRow,
  'id' | 'workspace_id' | 'task_id' | 'created_at' | 'run_id' | 'request_id' | 'request'
> & { expires_at: number }

/** There is one for each request of a run. */
export async function insertPermission(tx: Tx, permission: NewPermission): Promise<ApprovalRow> {
  return await tx
    .insertInto('approvals')
    .values({ ...permission, kind: 'permission', status: 'pending' })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function findPermission(
  db: Db,
  runId: string,
  requestId: string,
): Promise<ApprovalRow | undefined> {
  return await db
    .selectFrom('approvals')
    .selectAll()
    .where('run_id', '=', runId)
    .where('request_id', '=', requestId)
    .executeTakeFirst()
}

/** Compare-and-set: undefined when it isn't pending any more. */
export async function settlePending(
  tx: Tx,
  id: string,
  answer: Pick<ApprovalRow, 'resolved_at' | 'resolved_by' | 'feedback'> & {
    status: Exclude<ApprovalStatus, 'pending'>
  },
): Promise<ApprovalRow | undefined> {
  return await tx
    .updateTable('approvals')
    .set(answer)
    .where('id', '=', id)
    .where('kind', '=', 'permission')
    .where('status', '=', 'pending')
    .returningAll()
    .executeTakeFirst()
}

/** By literals, so that their index is found. */
function open(db: Db) {
  return db
    .selectFrom('approvals')
    .innerJoin('tasks', 'tasks.id', 'approvals.task_id')
    .selectAll('approvals')
    .select('tasks.desktop_id')
    .where('approvals.kind', '=', sql.lit('permission'))
    .where('approvals.status', '=', sql.lit('pending'))
}

export async function listOpenOfTask(db: Db, taskId: string): Promise<PermissionOfTask[]> {
  return await open(db).where('approvals.task_id', '=', taskId).orderBy('approvals.id').execute()
}

export async function anyOpenOfTask(db: Db, taskId: string): Promise<boolean> {
  const one = await open(db).where('approvals.task_id', '=', taskId).limit(1).executeTakeFirst()
  return one !== undefined
}

/** Those that agents of the desktop wait for. */
export async function listOpenOnDesktop(db: Db, desktopId: string): Promise<PermissionOfTask[]> {
  return await open(db)
    .innerJoin('runs', 'runs.id', 'approvals.run_id')
    .where('runs.desktop_id', '=', desktopId)
    .where('runs.ended_at', 'is', null)
    .orderBy('approvals.id')
    .execute()
}

/** Those that should have been answered before `now`, the one that waits longest first. */
export async function listOverdue(db: Db, now: number): Promise<PermissionOfTask[]> {
  return await open(db)
    .where('approvals.expires_at', '<=', now)
    .orderBy('approvals.expires_at')
    .orderBy('approvals.id')
    .execute()
}

const selectRules = prepared((db, by: { desktopId: string }) =>
  db.selectFrom('permission_rules').select('rules').where('desktop_id', '=', by.desktopId),
)

export async function readRules(db: Db, desktopId: string): Promise<PermissionRule[]> {
  const [row] = await selectRules(db, { desktopId })
  return row ? JSON.parse(row.rules) : []
}

export async function writeRules(
  tx: Tx,
  desktopId: string,
  rules: PermissionRule[],
): Promise<void> {
  const json = JSON.stringify(rules)
  await tx
    .insertInto('permission_rules')
    .values({ desktop_id: desktopId, rules: json })
    .onConflict((conflict) => conflict.column('desktop_id').doUpdateSet({ rules: json }))
    .execute()
}

import type { ApprovalStatus, PermissionRule } from '@mission-control/protocol'
import { sql } from 'kysely'
import { actorOf } from './deed.ts'
import { unindexed } from './hints.ts'
import { keepActor } from './kept-actor.ts'
import { prepared } from './prepared.ts'
import type { ApprovalRow, Db, Tx } from './schema.ts'

/** A permission with the desktop of its agent. */
export type PermissionOfTask = ApprovalRow & { desktop_id: string }

type NewPermission = Pick<
  ApprovalRow,
  'id' | 'workspace_id' | 'task_id' | 'created_at' | 'run_id' | 'request_id' | 'request'
> & { expires_at: number }

/** Stores a question, once for each request of a run. */
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

type Answer = Pick<ApprovalRow, 'resolved_at' | 'resolved_by' | 'feedback'> & {
  status: Exclude<ApprovalStatus, 'pending'>
}

const updatePending = prepared((db, answer: Answer & { id: string; resolver: string }) =>
  db
    .updateTable('approvals')
    .set({
      status: answer.status,
      resolved_at: answer.resolved_at,
      resolved_by: answer.resolved_by,
      resolver: answer.resolver,
      feedback: answer.feedback,
    })
    .where('id', '=', answer.id)
    .where('kind', '=', 'permission')
    .where('status', '=', 'pending')
    .returningAll(),
)

/** Compare-and-set: undefined when it isn't pending any more. */
export async function settlePending(
  tx: Tx,
  id: string,
  answer: Answer,
): Promise<ApprovalRow | undefined> {
  const [row] = await updatePending(tx, { ...answer, id, resolver: keepActor(actorOf(tx)) })
  return row
}

/** Open questions. The values are literals, so that the partial index is used. */
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

/** The tasks among `ids` that still wait for an answer. */
export async function tasksWithOpen(db: Db, ids: ReadonlySet<string>): Promise<Set<string>> {
  const waiting = new Set<string>()
  for (const id of ids) {
    const one = await db
      .selectFrom('approvals')
      .select('task_id')
      .where('task_id', '=', id)
      .where('kind', '=', sql.lit('permission'))
      .where('status', '=', sql.lit('pending'))
      .limit(1)
      .executeTakeFirst()
    if (one) waiting.add(id)
  }
  return waiting
}

/** The workspace's open questions of the desktop's agents. */
export async function listOpenOnDesktop(
  db: Db,
  workspaceId: string,
  desktopId: string,
): Promise<PermissionOfTask[]> {
  return await open(db)
    .innerJoin('runs', 'runs.id', 'approvals.run_id')
    .where('runs.desktop_id', '=', desktopId)
    .where(unindexed('approvals.workspace_id'), '=', workspaceId)
    .where('runs.ended_at', 'is', null)
    .orderBy('approvals.id')
    .execute()
}

/** The questions of the desktop's agents that were answered since then. */
export async function listAnswered(
  db: Db,
  desktopId: string,
  since: number,
): Promise<ApprovalRow[]> {
  return await db
    .selectFrom('runs')
    .innerJoin('approvals', 'approvals.run_id', 'runs.id')
    .selectAll('approvals')
    .where('runs.desktop_id', '=', desktopId)
    .where('runs.ended_at', 'is', null)
    .where('approvals.kind', '=', sql.lit('permission'))
    .where('approvals.status', '!=', 'pending')
    .where('approvals.resolved_at', '>=', since)
    .execute()
}

/** How many questions a run has asked. */
export async function countAsked(db: Db, runId: string): Promise<number> {
  const { count } = await db
    .selectFrom('approvals')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('run_id', '=', runId)
    .executeTakeFirstOrThrow()
  return count
}

/** The number and the bytes of the open questions of the desktop's agents. */
export async function sumOpenOnDesktop(
  db: Db,
  desktopId: string,
): Promise<{ count: number; bytes: number }> {
  return await db
    .selectFrom('runs')
    .innerJoin('approvals', 'approvals.run_id', 'runs.id')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .select(sql<number>`coalesce(sum(octet_length(approvals.request)), 0)`.as('bytes'))
    .where('runs.desktop_id', '=', desktopId)
    .where('runs.ended_at', 'is', null)
    .where('approvals.kind', '=', sql.lit('permission'))
    .where('approvals.status', '=', sql.lit('pending'))
    .executeTakeFirstOrThrow()
}

/** The open questions whose time ran out before `now`, the longest waiting first. */
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

export async function deleteRules(tx: Tx, desktopId: string): Promise<void> {
  await tx.deleteFrom('permission_rules').where('desktop_id', '=', desktopId).execute()
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

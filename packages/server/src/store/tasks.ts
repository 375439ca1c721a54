import type { TaskStatus } from '@mission-control/protocol'
import { sql } from 'kysely'
import type { Db, TaskChanges, TaskRow, Tx } from './schema.ts'

/** A task as it is shown: with whether its desktop can be reached, where that matters. */
export type TaskView = TaskRow & { connected: number | null }

/** Only a running task whose process hasn't started waits for its desktop's connection. */
const connected = sql<number | null>`case when status = 'running' and process_started_at is null
  then (select d.connected from desktops d where d.id = tasks.desktop_id) end`.as('connected')

export interface TaskFilter {
  status?: TaskStatus | undefined
  desktopId?: string | undefined
  /** Only tasks older than this id. */
  before?: string | undefined
}

export async function insertTasks(tx: Tx, tasks: TaskRow[]): Promise<void> {
  // 18 columns a row: 500 rows stay below what one statement may bind.
  for (let i = 0; i < tasks.length; i += 500) {
    await tx
      .insertInto('tasks')
      .values(tasks.slice(i, i + 500))
      .execute()
  }
}

export async function findTask(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<TaskView | undefined> {
  return await db
    .selectFrom('tasks')
    .selectAll()
    .select(connected)
    .where('id', '=', id)
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
}

/** Newest first. */
export async function listTasks(
  db: Db,
  workspaceId: string,
  filter: TaskFilter,
  limit: number,
): Promise<TaskView[]> {
  let query = db
    .selectFrom('tasks')
    .selectAll()
    .select(connected)
    .where('workspace_id', '=', workspaceId)
    .orderBy('id', 'desc')
    .limit(limit)
  if (filter.status !== undefined) query = query.where('status', '=', filter.status)
  if (filter.desktopId !== undefined) query = query.where('desktop_id', '=', filter.desktopId)
  if (filter.before !== undefined) query = query.where('id', '<', filter.before)
  return await query.execute()
}

/** The tasks of a desktop that a removal ends. */
export async function listOpenTasks(db: Db, desktopId: string): Promise<TaskRow[]> {
  return await db
    .selectFrom('tasks')
    .selectAll()
    .where('desktop_id', '=', desktopId)
    .where('status', 'in', ['pending', 'running'])
    .orderBy('id')
    .execute()
}

/** Running tasks whose cancellation was asked for before `before` and not confirmed since. */
export async function listUnconfirmedCancels(db: Db, before: number): Promise<TaskRow[]> {
  return await db
    .selectFrom('tasks')
    .selectAll()
    .where(sql.ref('status'), '=', sql.lit('running'))
    .where('cancel_requested_at', 'is not', null)
    .where('cancel_requested_at', '<', before)
    .execute()
}

/**
 * The only statement that changes a status: compare-and-set on all that the state machine decided by.
 * Undefined when the task has moved meanwhile.
 */
export async function compareAndSetTask(
  tx: Tx,
  seen: TaskRow,
  changes: TaskChanges,
): Promise<TaskView | undefined> {
  return await tx
    .updateTable('tasks')
    .set(changes)
    .where('id', '=', seen.id)
    .where('status', '=', seen.status)
    .where(
      'cancel_requested_at',
      seen.cancel_requested_at === null ? 'is' : '=',
      seen.cancel_requested_at,
    )
    .returningAll()
    .returning(connected)
    .executeTakeFirst()
}

export async function setProcessStarted(
  tx: Tx,
  id: string,
  runId: string,
  at: number,
): Promise<void> {
  await tx
    .updateTable('tasks')
    .set({ process_started_at: at })
    .where('id', '=', id)
    .where('run_id', '=', runId)
    .execute()
}

/** Notes on a pending task why it could not start. */
export async function setTaskError(
  tx: Tx,
  id: string,
  error: Pick<TaskRow, 'error_code' | 'error_message'>,
) {
  await tx
    .updateTable('tasks')
    .set(error)
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .execute()
}

/** Removes the task with its runs, output and approvals. */
export async function deleteTask(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('tasks').where('id', '=', id).execute()
}

export async function countByStatus(db: Db, workspaceId: string) {
  return await db
    .selectFrom('tasks')
    .select(['status', db.fn.countAll<number>().as('count')])
    .where('workspace_id', '=', workspaceId)
    .groupBy('status')
    .execute()
}

/** How many tasks became `done` and `failed` since `since`. */
export async function countEndedSince(db: Db, workspaceId: string, since: number) {
  return await db
    .selectFrom('tasks')
    .select(['status', db.fn.countAll<number>().as('count')])
    .where('workspace_id', '=', workspaceId)
    .where('completed_at', '>=', since)
    .where('status', 'in', ['done', 'failed'])
    .groupBy('status')
    .execute()
}

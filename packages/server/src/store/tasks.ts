import type { TaskStatus } from '@mission-control/protocol'
import { type SqlBool, sql } from 'kysely'
import { engineOf } from './engine.ts'
import { insertTasksAtOnce, selectTasks, updateTasks } from './postgres/many-tasks.ts'
import { prepared, unanswered } from './prepared.ts'
import type { Db, TaskChanges, TaskRow, Tx } from './schema.ts'
import { Due } from './search.ts'
import { SEEN } from './seen.ts'
import { Place, type TaskView } from './tables/tasks.ts'
import { together } from './together.ts'

export type { TaskView } from './tables/tasks.ts'

/** What the lists, counts and figures show; in the words by which SQLite knows their indexes. */
export const shownInLists = sql<SqlBool>`tasks.chat = 0`

/** What it has used and printed doesn't count any more either. */
export const AS_DELETED = { chat: Place.DELETED, usage: null, run_id: null, search_due: 0 } as const

const insertTask = prepared((db, row: TaskRow) =>
  db.insertInto('tasks').values({
    id: row.id,
    workspace_id: row.workspace_id,
    desktop_id: row.desktop_id,
    type: row.type,
    content: row.content,
    status: row.status,
    requires_approval: row.requires_approval,
    timeout_seconds: row.timeout_seconds,
    grace_seconds: row.grace_seconds,
    created_at: row.created_at,
    rerun_of: row.rerun_of,
    first_try: row.first_try,
    attempt: row.attempt,
    batch_id: row.batch_id,
    user_id: row.user_id,
    from_task: row.from_task,
    created_by: row.created_by,
    approvals_asked: row.approvals_asked,
    owners: row.owners,
    chat: row.chat,
    search_number: sql<number | null>`case when ${row.chat} = 0 then
      (select coalesce(max(search_number), 0) + 1 from tasks) end`,
    search_due: Due.NOW,
  }),
)

/** Adds tasks that are as new: what a run or a review will tell is empty. */
export async function insertTasks(tx: Tx, tasks: TaskRow[]): Promise<void> {
  await INSERT[engineOf(tx)](tx, tasks)
}

async function insertOneByOne(tx: Tx, tasks: TaskRow[]): Promise<void> {
  for (const task of tasks) await insertTask(tx, task)
}

const INSERT = { sqlite: insertOneByOne, postgres: insertTasksAtOnce }

const selectTask = together(
  prepared((db, by: { workspaceId: string; id: string }) =>
    db
      .selectFrom('tasks')
      .selectAll()
      .select(SEEN)
      .where('id', '=', by.id)
      .where('workspace_id', '=', by.workspaceId)
      .where('chat', '!=', Place.DELETED),
  ),
  selectTasks,
)

export async function findTask(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<TaskView | undefined> {
  const [task] = await selectTask(db, { workspaceId, id })
  return task
}

const selectLastAttempt = prepared((db, by: { firstTry: string }) =>
  db
    .selectFrom('tasks')
    .select((eb) => eb.fn.max('attempt').as('attempt'))
    .where('first_try', '=', by.firstTry),
)

/** The highest attempt of those that began with this task. */
export async function lastAttempt(db: Db, firstTry: string): Promise<number> {
  const [last] = await selectLastAttempt(db, { firstTry })
  return last?.attempt ?? 1
}

interface CompareAndSet {
  id: string
  seenStatus: TaskStatus
  seenCancel: number | null
  seenVotes: string | null
}

/** The columns that change are the variant. */
const updateTask = together(
  prepared((db, by: CompareAndSet & TaskChanges, columns) =>
    db
      .updateTable('tasks')
      .set(pick(by, columns.split(' ') as (keyof TaskChanges)[]))
      .where('id', '=', by.id)
      .where('status', '=', by.seenStatus)
      .where('cancel_requested_at', 'is not distinct from', by.seenCancel)
      .where('votes', 'is not distinct from', by.seenVotes)
      .returningAll()
      .returning(SEEN),
  ),
  updateTasks,
)

function pick(changes: TaskChanges, columns: (keyof TaskChanges)[]): TaskChanges {
  return Object.fromEntries(columns.map((column) => [column, changes[column]]))
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
  const by = {
    id: seen.id,
    seenStatus: seen.status,
    seenCancel: seen.cancel_requested_at,
    seenVotes: seen.votes,
  }
  const search_due = (changes.status ?? seen.status) === 'running' ? Due.LATER : Due.NOW
  const all = { ...changes, search_due }
  const [task] = await updateTask(tx, { ...all, ...by }, Object.keys(all).join(' '))
  return task
}

const updateProcessStarted = unanswered((db, by: { id: string; runId: string; at: number }) =>
  db
    .updateTable('tasks')
    .set({ process_started_at: by.at })
    .where('id', '=', by.id)
    .where('run_id', '=', by.runId),
)

export async function setProcessStarted(
  tx: Tx,
  id: string,
  runId: string,
  at: number,
): Promise<void> {
  await updateProcessStarted(tx, { id, runId, at })
}

/** Notes on a pending task why it could not start. */
export async function setTaskError(
  tx: Tx,
  id: string,
  error: Pick<TaskRow, 'error_code' | 'error_message'>,
) {
  await tx
    .updateTable('tasks')
    .set({ ...error, search_due: Due.NOW })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .execute()
}

/** Notes the same on every pending task that the workspace has for the desktop. */
export async function setErrorOfPending(
  tx: Tx,
  { workspaceId, desktopId }: { workspaceId: string; desktopId: string },
  error: Pick<TaskRow, 'error_code' | 'error_message'>,
): Promise<void> {
  await tx
    .updateTable('tasks')
    .set({ ...error, search_due: Due.NOW })
    .where('desktop_id', '=', desktopId)
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'pending')
    .where(shownInLists)
    .execute()
}

/** From now on nobody finds it; `deleteSomeOfDeleted` removes it with its runs, output and approvals. */
export async function deleteTask(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('tasks').set(AS_DELETED).where('id', '=', id).execute()
}

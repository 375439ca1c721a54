import type { Task, TaskStatus } from '@mission-control/protocol'
import { type SqlBool, sql } from 'kysely'
import { amongThose, fewHave, inJson, unindexed } from './hints.ts'
import { inWords } from './in-words.ts'
import { SEARCH_NUMBERS } from './postgres/search-numbers.ts'
import { given, prepared } from './prepared.ts'
import type { Db, TaskChanges, TaskRow, Tx } from './schema.ts'
import { Due } from './search.ts'
import { stretchOf } from './stretch.ts'
import { Place } from './tables/tasks.ts'

/**
 * A task with what it waits for while it runs, the newest task that runs it again, and the number of
 * approvals that its workspace asks for while it isn't over.
 */
export type TaskView = TaskRow & {
  waiting: Task['waiting']
  rerun_as: string | null
  quorum: number | null
}

/** Of a task whose agent works: whether a permission is open for it. */
export const asks = sql<SqlBool>`tasks.type = 'prompt' and exists (select 1 from approvals a
  where a.task_id = tasks.id and a.kind = 'permission' and a.status = 'pending')`

/** Only a running task whose process hasn't started waits for its desktop. */
const waiting = sql<Task['waiting']>`case when tasks.status = 'running' then case
  when tasks.process_started_at is null then (
    select case d.connected when 1 then 'queued' else 'desktop_offline' end
    from desktops d where d.id = tasks.desktop_id)
  when ${asks} then 'permission' end end`.as('waiting')

const rerunAs = sql<string | null>`(select max(again.id) from tasks as again
  where again.rerun_of = tasks.id and again.chat = 0)`.as('rerun_as')

/** Only where an approval is needed, and not given yet. */
export const quorum = sql<number | null>`case
  when tasks.requires_approval = 1 and tasks.completed_at is null then (
    select w.approval_quorum from workspaces w where w.id = tasks.workspace_id) end`.as('quorum')

const SEEN = [waiting, rerunAs, quorum] as const

/** What a task is shown with. */
const SHOWN = [
  'id',
  'type',
  'content',
  'status',
  'desktop_id',
  'requires_approval',
  'timeout_seconds',
  'grace_seconds',
  'output_removed_at',
  'created_at',
  'started_at',
  'process_started_at',
  'process_ended_at',
  'review_started_at',
  'completed_at',
  'exit_code',
  'error_code',
  'error_message',
  'result',
  'usage',
  'feedback',
  'cancel_requested_at',
  'attempt',
  'rerun_of',
  'batch_id',
  'from_task',
  'created_by',
  'started_by',
  'approvals_asked',
  'approvals_needed',
  'votes',
] as const satisfies (keyof TaskRow)[]

export type ShownTask = Pick<TaskView, (typeof SHOWN)[number] | 'waiting' | 'rerun_as' | 'quorum'>

/** What the lists, counts and figures show; in the words by which SQLite knows their indexes. */
export const shownInLists = sql<SqlBool>`tasks.chat = 0`

/** What it has used and printed doesn't count any more either. */
export const AS_DELETED = { chat: Place.DELETED, usage: null, run_id: null, search_due: 0 } as const

export interface TaskFilter {
  status?: TaskStatus | undefined
  desktopId?: string | undefined
  /** Only tasks of these desktops. */
  among?: readonly string[] | undefined
  /** Only tasks older than this id. */
  before?: string | undefined
}

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
    search_number: inWords({
      sqlite: sql<number | null>`case when ${row.chat} = 0 then
        (select coalesce(max(search_number), 0) + 1 from tasks) end`,
      // Where many write at a time, two would take the same.
      postgres: sql`case when ${row.chat} = 0 then nextval(${sql.lit(SEARCH_NUMBERS)}) end`,
    }),
    search_due: Due.NOW,
  }),
)

/** Adds tasks that are as new: what a run or a review will tell is empty. */
export async function insertTasks(tx: Tx, tasks: TaskRow[]): Promise<void> {
  for (const task of tasks) await insertTask(tx, task)
}

const selectTask = prepared((db, by: { workspaceId: string; id: string }) =>
  db
    .selectFrom('tasks')
    .selectAll()
    .select(SEEN)
    .where('id', '=', by.id)
    .where('workspace_id', '=', by.workspaceId)
    .where('chat', '!=', Place.DELETED),
)

export async function findTask(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<TaskView | undefined> {
  const [task] = await selectTask(db, { workspaceId, id })
  return task
}

type ListedBy = Required<Omit<TaskFilter, 'among'>> & {
  workspaceId: string
  limit: number
  /** JSON. */
  among: string | undefined
}

/** The filters that are given are the variant. */
const selectTasks = prepared((db, by: ListedBy, given) =>
  listed(db, by, given).select(SHOWN).select(SEEN),
)
const selectTaskIds = prepared((db, by: ListedBy, given) => listed(db, by, given).select('id'))

function listed(db: Db, by: ListedBy, given: string) {
  let query = db
    .selectFrom('tasks')
    .where('workspace_id', '=', by.workspaceId)
    .where(shownInLists)
    .orderBy('id', 'desc')
    .limit(by.limit)
  if (given.includes('status')) query = query.where('status', '=', by.status!)
  if (given.includes('desktopId')) {
    query = query.where((eb) => fewHave(eb('desktop_id', '=', by.desktopId!)))
  }
  if (given.includes('among')) query = query.where(amongThose(unindexed('desktop_id'), by.among!))
  if (given.includes('before')) query = query.where('id', '<', by.before!)
  return query
}

/** Newest first. */
export async function listTasks(
  db: Db,
  workspaceId: string,
  { status, desktopId, among, before }: TaskFilter,
  limit: number,
): Promise<ShownTask[]> {
  const filter = { status, desktopId, among: inJson(among), before }
  return await selectTasks(db, { ...filter, workspaceId, limit }, given(filter))
}

/** The ids of the same. */
export async function listTaskIds(
  db: Db,
  workspaceId: string,
  { status, desktopId, among, before }: TaskFilter,
  limit: number,
): Promise<Pick<TaskRow, 'id'>[]> {
  const filter = { status, desktopId, among: inJson(among), before }
  return await selectTaskIds(db, { ...filter, workspaceId, limit }, given(filter))
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

/** Some of a desktop's tasks that aren't over, those that run first; its chat is another matter. */
export async function listOpenTasks(db: Db, desktopId: string, limit: number): Promise<TaskRow[]> {
  return await db
    .selectFrom('tasks')
    .selectAll()
    .where('desktop_id', '=', desktopId)
    .where(shownInLists)
    .where('status', 'in', ['pending', 'running'])
    .orderBy('status', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** A running task whose cancellation was asked for and not confirmed since. */
export type UnconfirmedCancel = Pick<
  TaskRow,
  'id' | 'workspace_id' | 'cancel_requested_at' | 'grace_seconds'
> & { connected: number | null }

export async function listUnconfirmedCancels(db: Db): Promise<UnconfirmedCancel[]> {
  return await db
    .selectFrom('tasks')
    .select(['id', 'workspace_id', 'cancel_requested_at', 'grace_seconds'])
    .select((eb) =>
      eb
        .selectFrom('desktops')
        .select('connected')
        .whereRef('desktops.id', '=', 'tasks.desktop_id')
        .as('connected'),
    )
    .where(sql.ref('status'), '=', sql.lit('running'))
    .where('cancel_requested_at', 'is not', null)
    .execute()
}

interface CompareAndSet {
  id: string
  seenStatus: TaskStatus
  seenCancel: number | null
  seenVotes: string | null
}

/** The columns that change are the variant. */
const updateTask = prepared((db, by: CompareAndSet & TaskChanges, columns) =>
  db
    .updateTable('tasks')
    .set(pick(by, columns.split(' ') as (keyof TaskChanges)[]))
    .where('id', '=', by.id)
    .where('status', '=', by.seenStatus)
    .where('cancel_requested_at', 'is not distinct from', by.seenCancel)
    .where('votes', 'is not distinct from', by.seenVotes)
    .returningAll()
    .returning(SEEN),
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

const updateProcessStarted = prepared((db, by: { id: string; runId: string; at: number }) =>
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

/** From now on nobody finds it; `deleteSomeOfDeleted` removes it with its runs, output and approvals. */
export async function deleteTask(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('tasks').set(AS_DELETED).where('id', '=', id).execute()
}

export async function countByStatus(db: Db, workspaceId: string) {
  return await db
    .selectFrom('tasks')
    .select(['status', db.fn.countAll<number>().as('count')])
    .where('workspace_id', '=', workspaceId)
    .where(shownInLists)
    .groupBy('status')
    .execute()
}

/** How many running tasks have yet to start because their desktop is busy or away. */
export async function countQueued(db: Db, workspaceId: string): Promise<number> {
  const { count } = await db
    .selectFrom('tasks')
    .innerJoin('runs', 'runs.id', 'tasks.run_id')
    .select(db.fn.countAll<number>().as('count'))
    .where('tasks.workspace_id', '=', workspaceId)
    .where('tasks.status', '=', 'running')
    .where(shownInLists)
    .where('tasks.process_started_at', 'is', null)
    .where('runs.queued_at', 'is not', null)
    .executeTakeFirstOrThrow()
  return count
}

/**
 * Mean time in ms from process start to process end of the tasks that were over since `since`; null if
 * there are none.
 */
export async function averageRanSince(
  db: Db,
  workspaceId: string,
  since: number,
): Promise<number | null> {
  const { mean } = await db
    .selectFrom('tasks')
    .select(sql<number | null>`avg(process_ended_at - process_started_at)`.as('mean'))
    .where('workspace_id', '=', workspaceId)
    .where(shownInLists)
    .where('completed_at', '>=', since)
    .executeTakeFirstOrThrow()
  return mean
}

/** How many tasks became `done` and `failed` since `since`. */
export async function countEndedSince(db: Db, workspaceId: string, since: number) {
  return await db
    .selectFrom('tasks')
    .select(['status', db.fn.countAll<number>().as('count')])
    .where('workspace_id', '=', workspaceId)
    .where(shownInLists)
    .where('completed_at', '>=', since)
    .where('status', 'in', ['done', 'failed'])
    .groupBy('status')
    .execute()
}

/** How many tasks became `done` and `failed` since `since`, by stretches of `width` ms; `at`: its beginning. */
export async function countEndedByStretch(
  db: Db,
  workspaceId: string,
  since: number,
  width: number,
) {
  const stretch = stretchOf('completed_at', width)
  return await db
    .selectFrom('tasks')
    .select([stretch.as('at'), 'status', db.fn.countAll<number>().as('count')])
    .where('workspace_id', '=', workspaceId)
    .where(shownInLists)
    .where('completed_at', '>=', since)
    .where('status', 'in', ['done', 'failed'])
    .groupBy([stretch, 'status'])
    .execute()
}

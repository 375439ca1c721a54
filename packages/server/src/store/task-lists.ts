import type { TaskStatus } from '@mission-control/protocol'
import { sql } from 'kysely'
import { amongThose, fewHave, inJson, unindexed } from './hints.ts'
import { prepared, variantOf } from './prepared.ts'
import type { Db, DesktopRow, TaskRow } from './schema.ts'
import { SEEN } from './seen.ts'
import { shownInLists, type TaskView } from './tasks.ts'

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

export interface TaskFilter {
  status?: TaskStatus | undefined
  desktopId?: string | undefined
  /** Only tasks of these desktops. */
  among?: readonly string[] | undefined
  /** Only tasks older than this id. */
  before?: string | undefined
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
  return await selectTasks(db, { ...filter, workspaceId, limit }, variantOf(filter))
}

/** The ids of the same. */
export async function listTaskIds(
  db: Db,
  workspaceId: string,
  { status, desktopId, among, before }: TaskFilter,
  limit: number,
): Promise<Pick<TaskRow, 'id'>[]> {
  const filter = { status, desktopId, among: inJson(among), before }
  return await selectTaskIds(db, { ...filter, workspaceId, limit }, variantOf(filter))
}

/**
 * Some of the tasks that end with a desktop: those that run there, whose workspace they may be, then those of
 * its own workspace that wait. Its chat is another matter.
 */
export async function listOpenTasks(
  db: Db,
  { id, workspace_id }: Pick<DesktopRow, 'id' | 'workspace_id'>,
  limit: number,
): Promise<TaskRow[]> {
  return await db
    .selectFrom('tasks')
    .selectAll()
    .where('desktop_id', '=', id)
    .where(shownInLists)
    .where('status', 'in', ['pending', 'running'])
    .where((eb) =>
      eb.or([eb('status', '=', 'running'), eb(unindexed('workspace_id'), '=', workspace_id)]),
    )
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

import { sql } from 'kysely'
import { amongThose, inJson, unindexed } from './hints.ts'
import { listKeptCounts } from './kept-counts.ts'
import { prepared, variantOf } from './prepared.ts'
import type { Db } from './schema.ts'
import { stretchOf } from './stretch.ts'
import { shownInLists } from './tasks.ts'

interface By {
  workspaceId: string
  /** JSON. */
  among: string | undefined
}

const selectByStatus = prepared((db, by: By) =>
  db
    .selectFrom('tasks')
    .select(['status', db.fn.countAll<number>().as('count')])
    .where(shownInLists)
    .where(unindexed('workspace_id'), '=', by.workspaceId)
    .where(amongThose(sql.ref('desktop_id'), by.among!))
    .groupBy('status'),
)

/** `among`: only the tasks of these desktops, here and below: they are counted, the others' count is kept. */
export async function countByStatus(db: Db, workspaceId: string, among?: readonly string[]) {
  if (!among) return await listKeptCounts(db, workspaceId)
  return await selectByStatus(db, { workspaceId, among: inJson(among) })
}

const selectQueued = prepared((db, by: By, filter) => {
  const queued = db
    .selectFrom('tasks')
    .innerJoin('runs', 'runs.id', 'tasks.run_id')
    .select(db.fn.countAll<number>().as('count'))
    .where('tasks.workspace_id', '=', by.workspaceId)
    .where('tasks.status', '=', sql.lit('running'))
    .where(shownInLists)
    .where('tasks.process_started_at', 'is', null)
    .where('runs.queued_at', 'is not', null)
  return filter === '' ? queued : queued.where(amongThose(unindexed('tasks.desktop_id'), by.among!))
})

/** How many running tasks have yet to start because their desktop is busy or away. */
export async function countQueued(
  db: Db,
  workspaceId: string,
  among?: readonly string[],
): Promise<number> {
  const filter = { among: inJson(among) }
  const [row] = await selectQueued(db, { workspaceId, ...filter }, variantOf(filter))
  return row!.count
}

type Since = By & { since: number }

/** The tasks that were over since then. */
const endedSince = (db: Db, by: Since, filter: string) => {
  const ended = db
    .selectFrom('tasks')
    .where('workspace_id', '=', by.workspaceId)
    .where(shownInLists)
    .where('completed_at', '>=', by.since)
  return filter === '' ? ended : ended.where(amongThose(unindexed('desktop_id'), by.among!))
}

const selectAverage = prepared((db, by: Since, filter) =>
  endedSince(db, by, filter).select(
    sql<number | null>`avg(process_ended_at - process_started_at)`.as('mean'),
  ),
)

/**
 * Mean time in ms from process start to process end of the tasks that were over since `since`; null if
 * there are none.
 */
export async function averageRanSince(
  db: Db,
  workspaceId: string,
  since: number,
  among?: readonly string[],
): Promise<number | null> {
  const filter = { among: inJson(among) }
  const [row] = await selectAverage(db, { workspaceId, since, ...filter }, variantOf(filter))
  return row!.mean
}

const selectEnded = prepared((db, by: Since, filter) =>
  endedSince(db, by, filter)
    .select(['status', db.fn.countAll<number>().as('count')])
    .where('status', 'in', ['done', 'failed'])
    .groupBy('status'),
)

/** How many tasks became `done` and `failed` since `since`. */
export async function countEndedSince(
  db: Db,
  workspaceId: string,
  since: number,
  among?: readonly string[],
) {
  const filter = { among: inJson(among) }
  return await selectEnded(db, { workspaceId, since, ...filter }, variantOf(filter))
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

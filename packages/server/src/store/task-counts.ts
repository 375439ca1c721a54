import { sql } from 'kysely'
import type { Db } from './schema.ts'
import { stretchOf } from './stretch.ts'
import { shownInLists } from './tasks.ts'

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

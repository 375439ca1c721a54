import type { ActivityEvent, ActivityType } from '@mission-control/protocol'
import type { ActivityRow, Db, Tx } from './schema.ts'

/**
 * Appends events to the workspace's log. The numbers come from its counter inside the caller's own
 * transaction, so the order of commits is the order of numbers.
 */
export async function appendActivity(
  tx: Tx,
  workspaceId: string,
  at: number,
  events: ActivityEvent[],
): Promise<void> {
  const { last_activity: last } = await tx
    .updateTable('workspaces')
    .set((eb) => ({ last_activity: eb('last_activity', '+', events.length) }))
    .where('id', '=', workspaceId)
    .returning('last_activity')
    .executeTakeFirstOrThrow()
  const rows = events.map((event, i) => ({
    workspace_id: workspaceId,
    seq: last - events.length + 1 + i,
    at,
    type: event.type,
    desktop_id: event.payload.desktopId,
    task_id: 'taskId' in event.payload ? event.payload.taskId : null,
    payload: JSON.stringify(event.payload),
  }))
  for (let i = 0; i < rows.length; i += 1000) {
    await tx
      .insertInto('activity')
      .values(rows.slice(i, i + 1000))
      .execute()
  }
}

/** The number of the newest event, 0 if there is none yet. */
export async function activityHead(db: Db, workspaceId: string): Promise<number> {
  const row = await db
    .selectFrom('workspaces')
    .select('last_activity')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return row.last_activity
}

/** The number of the oldest event that is kept, undefined if there is none. */
export async function activityTail(db: Db, workspaceId: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('activity')
    .select('seq')
    .where('workspace_id', '=', workspaceId)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  return row?.seq
}

export interface ActivityFilter {
  after?: number | undefined
  before?: number | undefined
  type?: ActivityType | undefined
  desktopId?: string | undefined
  taskId?: string | undefined
}

/** Oldest first with `after`, else newest first. */
export async function listActivity(
  db: Db,
  workspaceId: string,
  filter: ActivityFilter,
  limit: number,
): Promise<ActivityRow[]> {
  let query = db
    .selectFrom('activity')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('seq', filter.after === undefined ? 'desc' : 'asc')
    .limit(limit)
  if (filter.after !== undefined) query = query.where('seq', '>', filter.after)
  if (filter.before !== undefined) query = query.where('seq', '<', filter.before)
  if (filter.type !== undefined) query = query.where('type', '=', filter.type)
  if (filter.desktopId !== undefined) query = query.where('desktop_id', '=', filter.desktopId)
  if (filter.taskId !== undefined) query = query.where('task_id', '=', filter.taskId)
  return await query.execute()
}

import type { ActivityEvent, ActivityType } from '@mission-control/protocol'
import { actorOf } from './deed.ts'
import { engineOf } from './engine.ts'
import { amongThose, fewHave, inJson, unindexed } from './hints.ts'
import { keepActor } from './kept-actor.ts'
import { insertAtOnce } from './postgres/append.ts'
import { prepared, variantOf } from './prepared.ts'
import type { ActivityRow, Db, Tx } from './schema.ts'

type NewEvent = Omit<ActivityRow, 'seq'>

/** What a transaction, which many writes may share, has appended so far. */
const appended = new WeakMap<Tx, NewEvent[]>()

export const appendsOf = (tx: Tx): number => appended.get(tx)?.length ?? 0

/** The workspaces whose logs have grown since there were `before` events. */
export function grownSince(tx: Tx, before: number): Set<string> {
  return new Set(
    appended
      .get(tx)
      ?.slice(before)
      .map((event) => event.workspace_id),
  )
}

/** Drops all but the first `kept` events, when a part of the transaction is undone. */
export function undoAppends(tx: Tx, kept: number): void {
  appended.get(tx)?.splice(kept)
}

/** Appends events to the workspace's log; they get their numbers right before the commit. */
export async function appendActivity(
  tx: Tx,
  workspaceId: string,
  at: number,
  events: ActivityEvent[],
): Promise<void> {
  const actor = keepActor(actorOf(tx))
  const all = appended.get(tx) ?? []
  appended.set(tx, all)
  for (const { type, payload } of events) {
    all.push({
      workspace_id: workspaceId,
      at,
      type,
      desktop_id: payload.desktopId,
      task_id: 'taskId' in payload ? payload.taskId : null,
      payload: JSON.stringify(payload),
      actor,
    })
  }
}

/**
 * The last thing before a commit: the events get their numbers from the counters of their workspaces,
 * which stay locked until the commit. So the order of commits is the order of numbers, and others who
 * write wait for no more than this. Always in the same order, so that no two wait for each other.
 */
export async function numberEvents(tx: Tx): Promise<void> {
  const events = appended.get(tx)
  if (!events) return
  appended.delete(tx)
  const byWorkspace = Map.groupBy(events, ({ workspace_id }) => workspace_id)
  for (const workspaceId of [...byWorkspace.keys()].sort()) {
    const some = byWorkspace.get(workspaceId)!
    await INSERT[engineOf(tx)](tx, workspaceId, some)
  }
}

async function insertOneByOne(tx: Tx, workspaceId: string, events: NewEvent[]): Promise<void> {
  const [counter] = await takeNumbers(tx, { workspaceId, count: events.length })
  if (!counter) throw new Error(`there is no workspace ${workspaceId}`)
  const before = counter.last_activity - events.length
  for (const [i, event] of events.entries())
    await insertEvent(tx, { ...event, seq: before + 1 + i })
}

const INSERT = { sqlite: insertOneByOne, postgres: insertAtOnce }

const takeNumbers = prepared((db, by: { workspaceId: string; count: number }) =>
  db
    .updateTable('workspaces')
    .set((eb) => ({ last_activity: eb('last_activity', '+', by.count) }))
    .where('id', '=', by.workspaceId)
    .returning('last_activity'),
)

const insertEvent = prepared((db, row: ActivityRow) =>
  db.insertInto('activity').values({
    workspace_id: row.workspace_id,
    seq: row.seq,
    at: row.at,
    type: row.type,
    desktop_id: row.desktop_id,
    task_id: row.task_id,
    payload: row.payload,
    actor: row.actor,
  }),
)

const selectHead = prepared((db, by: { id: string }) =>
  db.selectFrom('workspaces').select('last_activity').where('id', '=', by.id),
)

/** The number of the newest event, 0 if there is none yet. */
export async function activityHead(db: Db, workspaceId: string): Promise<number> {
  const [row] = await selectHead(db, { id: workspaceId })
  return row?.last_activity ?? 0
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

/** Whether the event of that number is kept. */
export async function hasActivity(db: Db, workspaceId: string, seq: number): Promise<boolean> {
  return (await selectEvent(db, { workspaceId, seq })).length > 0
}

const selectEvent = prepared((db, by: { workspaceId: string; seq: number }) =>
  db
    .selectFrom('activity')
    .select('seq')
    .where('workspace_id', '=', by.workspaceId)
    .where('seq', '=', by.seq),
)

export interface ActivityFilter {
  after?: number | undefined
  before?: number | undefined
  type?: ActivityType | undefined
  desktopId?: string | undefined
  /** Only events of these desktops. */
  among?: readonly string[] | undefined
  taskId?: string | undefined
}

/** The query's variant: which filters are given. */
const selectActivity = prepared(
  (
    db,
    by: Required<Omit<ActivityFilter, 'among'>> & {
      workspaceId: string
      limit: number
      /** JSON. */
      among: string | undefined
    },
    given,
  ) => {
    let query = db
      .selectFrom('activity')
      .selectAll()
      .orderBy('seq', given.includes('after') ? 'asc' : 'desc')
      .limit(by.limit)
    // Only the narrowest filter uses an index. The others check the rows that it finds.
    const [ofTask, ofDesktop] = [given.includes('taskId'), given.includes('desktopId')]
    const workspace = ofTask || ofDesktop ? unindexed('workspace_id') : 'workspace_id'
    query = query.where(workspace, '=', by.workspaceId)
    if (ofTask) query = query.where('task_id', '=', by.taskId!)
    if (ofDesktop) {
      query = query.where(ofTask ? unindexed('desktop_id') : 'desktop_id', '=', by.desktopId!)
    }
    if (given.includes('type')) {
      query = query.where((eb) => {
        const isOfType = eb(ofTask ? unindexed('type') : 'type', '=', by.type!)
        return ofTask || ofDesktop ? isOfType : fewHave(isOfType)
      })
    }
    if (given.includes('among')) {
      query = query.where(amongThose(unindexed('desktop_id'), by.among!))
    }
    if (given.includes('after')) query = query.where('seq', '>', by.after!)
    if (given.includes('before')) query = query.where('seq', '<', by.before!)
    return query
  },
)

/** Oldest first with `after`, else newest first. */
export async function listActivity(
  db: Db,
  workspaceId: string,
  { after, before, type, desktopId, among, taskId }: ActivityFilter,
  limit: number,
): Promise<ActivityRow[]> {
  const filter = { after, before, type, desktopId, among: inJson(among), taskId }
  return await selectActivity(db, { ...filter, workspaceId, limit }, variantOf(filter))
}

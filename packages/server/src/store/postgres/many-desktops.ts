import { type SqlBool, sql } from 'kysely'
import type { Heartbeat } from '../heartbeats.ts'
import { prepared } from '../prepared.ts'
import type { Db, DesktopRow } from '../schema.ts'
import { BY_WORKSPACE_AND_ID, type Columns, given, inColumns, rowsOf, type Types } from './given.ts'
import { held } from './locks.ts'

const selectAll = prepared((db, by: { ids: string[] }) =>
  db
    .selectFrom('desktops')
    .selectAll()
    .where(sql<SqlBool>`id = any(${by.ids}::text[])`)
    .where('status', '!=', 'destroyed'),
)

/** The same as one by one, of any workspaces. */
export async function selectDesktops(
  db: Db,
  calls: { workspaceId: string; id: string }[],
): Promise<DesktopRow[][]> {
  const rows = await selectAll(db, { ids: [...new Set(calls.map(({ id }) => id))] })
  return rowsOf(calls, rows, BY_WORKSPACE_AND_ID)
}

const holdAll = prepared((db, by: { ids: string[] }) =>
  held(
    db
      .selectFrom('desktops')
      .select(['id', 'epoch'])
      .where(sql<SqlBool>`id = any(${by.ids}::text[])`)
      .orderBy('id'),
  ),
)

/** Locks the desktops, and finds those whose connection is still the given one. */
export async function holdSessions(
  tx: Db,
  calls: Pick<DesktopRow, 'id' | 'epoch'>[],
): Promise<Pick<DesktopRow, 'id'>[][]> {
  const rows = await holdAll(tx, { ids: calls.map(({ id }) => id) })
  const key = ({ id, epoch }: Pick<DesktopRow, 'id' | 'epoch'>) => `${id} ${epoch}`
  return rowsOf(calls, rows, { call: key, row: key })
}

const COUNTED = { id: 'text', workspaceId: 'text', count: 'bigint' } as const satisfies Types

const raiseAll = prepared((db, by: Columns<typeof COUNTED>) => ({
  compile: () =>
    sql<Pick<DesktopRow, 'id' | 'workspace_id' | 'last_dispatch'>>`
      update desktops set last_dispatch = last_dispatch + given.count
      from ${given(COUNTED, by)}
      where desktops.id = any(${by.id}::text[]) and desktops.id = given.id
      and workspace_id = given."workspaceId"
      returning desktops.id, workspace_id, last_dispatch`.compile(db),
}))

/** Gives each call a number of its own, in their order. */
export async function takeDispatches(
  tx: Db,
  calls: { workspaceId: string; id: string }[],
): Promise<{ last_dispatch: number }[][]> {
  const key = ({ workspaceId, id }: (typeof calls)[number]) => `${workspaceId} ${id}`
  const counted = [...Map.groupBy(calls, key).values()]
    .map((same) => ({ ...same[0]!, count: same.length }))
    // In one order, so that no two wait for each other.
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const next = new Map<string, number>()
  const rows = await raiseAll(tx, inColumns(COUNTED, counted))
  const counts = new Map(counted.map((each) => [key(each), each.count]))
  for (const { id, workspace_id: workspaceId, last_dispatch } of rows) {
    const of = key({ workspaceId, id })
    next.set(of, last_dispatch - counts.get(of)! + 1)
  }
  return calls.map((call) => {
    const number = next.get(key(call))
    if (number === undefined) return []
    next.set(key(call), number + 1)
    return [{ last_dispatch: number }]
  })
}

const BEAT = { id: 'text', epoch: 'bigint', metrics: 'text', at: 'bigint' } as const satisfies Types

const beatAll = prepared((db, by: Columns<typeof BEAT>) => ({
  compile: () =>
    sql<DesktopRow>`
      with free as (
        select desktops.id, given.metrics, given.at from desktops, ${given(BEAT, by)}
        where desktops.id = any(${by.id}::text[]) and desktops.id = given.id
        and desktops.epoch = given.epoch and desktops.status != 'destroyed'
        for no key update of desktops skip locked
      )
      update desktops set metrics = free.metrics, last_seen_at = free.at
      from free where desktops.id = free.id
      returning desktops.*`.compile(db),
}))

/** The same as one by one, but for desktops that another transaction has locked: it waits for none. */
export async function recordAllBeats(tx: Db, beats: Heartbeat[]): Promise<DesktopRow[]> {
  return await beatAll(tx, inColumns(BEAT, beats))
}

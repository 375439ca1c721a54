import { type SqlBool, sql } from 'kysely'
import { prepared, unanswered } from '../prepared.ts'
import { type RunOfTask, runsOfTasks } from '../runs-of-tasks.ts'
import type { Db, Tx } from '../schema.ts'
import { type Columns, given, inColumns, rowsOf, type Types } from './given.ts'

const NEW = {
  id: 'text',
  task_id: 'text',
  desktop_id: 'text',
  dispatch: 'bigint',
  created_at: 'bigint',
  queued_at: 'bigint',
  with_key: 'bigint',
} as const satisfies Types

const columnsOfNew = sql.join(Object.keys(NEW).map((name) => sql.ref(name)))

const insertAll = unanswered((db, by: Columns<typeof NEW>) => ({
  compile: () =>
    sql`insert into runs (${columnsOfNew}) select ${columnsOfNew} from ${given(NEW, by)}`.compile(
      db,
    ),
}))

export async function insertRuns(
  tx: Tx,
  runs: Record<keyof typeof NEW, unknown>[],
): Promise<unknown[]> {
  await insertAll(tx, inColumns(NEW, runs))
  return runs
}

const selectAll = prepared((db, by: { ids: string[] }) =>
  runsOfTasks(db).where(sql<SqlBool>`runs.id = any(${by.ids}::text[])`),
)

/** The same as one by one, of any desktops. */
export async function selectRuns(
  db: Db,
  calls: { id: string; desktopId: string }[],
): Promise<RunOfTask[][]> {
  const rows = await selectAll(db, { ids: calls.map(({ id }) => id) })
  return rowsOf(calls, rows, {
    call: ({ id, desktopId }) => `${desktopId} ${id}`,
    row: ({ id, desktop_id }) => `${desktop_id} ${id}`,
  })
}

const ENDED = { id: 'text', startedAt: 'bigint', endedAt: 'bigint' } as const satisfies Types

const updateAllEnded = unanswered((db, by: Columns<typeof ENDED>) => ({
  compile: () =>
    sql`update runs set started_at = given."startedAt", ended_at = given."endedAt"
      from ${given(ENDED, by)}
      where runs.id = any(${by.id}::text[]) and runs.id = given.id and ended_at is null`.compile(
      db,
    ),
}))

export async function updateStartsAndEnds(
  tx: Tx,
  calls: Record<keyof typeof ENDED, unknown>[],
): Promise<unknown[]> {
  await updateAllEnded(tx, inColumns(ENDED, calls))
  return calls
}

const UP_TO = { nth: 'bigint', desktopId: 'text', dispatch: 'bigint' } as const satisfies Types

const countAll = prepared((db, by: Columns<typeof UP_TO>) => ({
  compile: () =>
    sql<{ nth: number; count: number }>`select nth, (select count(*) from runs
        where desktop_id = given."desktopId" and dispatch <= given.dispatch and ended_at is null
      ) as count from ${given(UP_TO, by)}`.compile(db),
}))

export async function countUnendedOfMany(
  db: Db,
  calls: { desktopId: string; dispatch: number }[],
): Promise<{ count: number }[][]> {
  const numbered = calls.map((call, nth) => ({ ...call, nth }))
  return rowsOf(numbered, await countAll(db, inColumns(UP_TO, numbered)), BY_NUMBER)
}

const ABOVE = { ...UP_TO, limit: 'bigint' } as const satisfies Types

const selectAllUnended = prepared((db, by: Columns<typeof ABOVE>) => ({
  compile: () =>
    sql<RunOfTask & { nth: number }>`select nth, unended.* from ${given(ABOVE, by)}
      cross join lateral (${runsOfTasks(db)
        .where('runs.desktop_id', '=', sql<string>`given."desktopId"`)
        .where('runs.dispatch', '>', sql<number>`given.dispatch`)
        .where('runs.ended_at', 'is', null)
        .orderBy('runs.dispatch')
        .limit(sql<number>`given."limit"`)}) as unended order by nth, unended.dispatch`.compile(db),
}))

export async function selectUnendedOfMany(
  db: Db,
  calls: { desktopId: string; dispatch: number; limit: number }[],
): Promise<RunOfTask[][]> {
  const numbered = calls.map((call, nth) => ({ ...call, nth }))
  const rows = await selectAllUnended(db, inColumns(ABOVE, numbered))
  return rowsOf(numbered, rows, BY_NUMBER).map((some) => some.map(({ nth: _, ...run }) => run))
}

const nthOf = ({ nth }: { nth: number }) => String(nth)
const BY_NUMBER = { call: nthOf, row: nthOf }

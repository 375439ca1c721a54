import { sql } from 'kysely'
import { prepared } from '../prepared.ts'
import type { Db, DesktopMetricsRow, FleetMetricsRow } from '../schema.ts'
import { type Columns, given, inColumns, rowsOf, type Types } from './given.ts'

const POINT = {
  ...{ desktop_id: 'text', at: 'bigint' },
  ...{ cpu: 'double precision', memory: 'double precision', disk: 'double precision' },
} as const satisfies Types

type Point = Pick<DesktopMetricsRow, 'desktop_id' | 'at'>

const insertAll = prepared((db, by: Columns<typeof POINT>) => ({
  compile: () =>
    sql<Point>`
      insert into desktop_metrics (desktop_id, at, cpu, memory, disk)
      select * from ${given(POINT, by)} order by desktop_id
      on conflict do nothing returning desktop_id, at`.compile(db),
}))

/** The same as one by one. */
export async function insertPoints(db: Db, calls: DesktopMetricsRow[]): Promise<Point[][]> {
  const rows = await insertAll(db, inColumns(POINT, calls))
  const key = ({ desktop_id, at }: Point) => `${desktop_id} ${at}`
  return rowsOf(calls, rows, { call: key, row: key })
}

/** Adds up the calls for the same minute of a workspace, so that its row changes once. */
export function addSums<R>(
  one: (db: Db, by: FleetMetricsRow) => Promise<R[]>,
): (db: Db, calls: FleetMetricsRow[]) => Promise<R[][]> {
  return async (db, calls) => {
    const alike = Map.groupBy(calls, ({ workspace_id, at }) => `${workspace_id} ${at}`)
    // In one order, so that no two transactions wait for each other.
    for (const key of [...alike.keys()].sort()) await one(db, alike.get(key)!.reduce(sumOf))
    return calls.map(() => [])
  }
}

function sumOf(a: FleetMetricsRow, b: FleetMetricsRow): FleetMetricsRow {
  return {
    ...a,
    cores: a.cores + b.cores,
    busy_cores: a.busy_cores + b.busy_cores,
    memory_used: a.memory_used + b.memory_used,
    memory_total: a.memory_total + b.memory_total,
    disk_used: a.disk_used + b.disk_used,
    disk_total: a.disk_total + b.disk_total,
  }
}

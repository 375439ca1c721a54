import { sql } from 'kysely'
import { addSums, insertPoints } from './postgres/many-metrics.ts'
import { prepared } from './prepared.ts'
import type { Db, DesktopMetricsRow, FleetMetricsRow, Tx } from './schema.ts'
import { stretchOf } from './stretch.ts'
import { together } from './together.ts'

const insertPoint = together(
  prepared((db, row: DesktopMetricsRow) =>
    db
      .insertInto('desktop_metrics')
      .values({
        desktop_id: row.desktop_id,
        at: row.at,
        cpu: row.cpu,
        memory: row.memory,
        disk: row.disk,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning(['desktop_id', 'at']),
  ),
  insertPoints,
)

/** False if there is a point of that minute already. */
export async function insertDesktopMetrics(tx: Tx, row: DesktopMetricsRow): Promise<boolean> {
  return (await insertPoint(tx, row)).length > 0
}

const upsertOneSums = prepared((db, row: FleetMetricsRow) =>
  db
    .insertInto('fleet_metrics')
    .values({
      workspace_id: row.workspace_id,
      at: row.at,
      cores: row.cores,
      busy_cores: row.busy_cores,
      memory_used: row.memory_used,
      memory_total: row.memory_total,
      disk_used: row.disk_used,
      disk_total: row.disk_total,
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'at']).doUpdateSet((eb) => ({
        cores: eb('fleet_metrics.cores', '+', eb.ref('excluded.cores')),
        busy_cores: eb('fleet_metrics.busy_cores', '+', eb.ref('excluded.busy_cores')),
        memory_used: eb('fleet_metrics.memory_used', '+', eb.ref('excluded.memory_used')),
        memory_total: eb('fleet_metrics.memory_total', '+', eb.ref('excluded.memory_total')),
        disk_used: eb('fleet_metrics.disk_used', '+', eb.ref('excluded.disk_used')),
        disk_total: eb('fleet_metrics.disk_total', '+', eb.ref('excluded.disk_total')),
      })),
    ),
)

const upsertSums = together(upsertOneSums, addSums(upsertOneSums))

/** Adds one desktop's figures to its workspace's sums of that minute. */
export async function addFleetMetrics(tx: Tx, row: FleetMetricsRow): Promise<void> {
  await upsertSums(tx, row)
}

/** Oldest first. */
export async function listDesktopMetrics(
  db: Db,
  desktopId: string,
  since: number,
): Promise<DesktopMetricsRow[]> {
  return await db
    .selectFrom('desktop_metrics')
    .selectAll()
    .where('desktop_id', '=', desktopId)
    .where('at', '>=', since)
    .orderBy('at')
    .execute()
}

/** The sums of each stretch of `width` ms that has any, oldest first; `at` is its beginning. */
export async function listFleetMetrics(
  db: Db,
  workspaceId: string,
  since: number,
  width: number,
): Promise<Omit<FleetMetricsRow, 'workspace_id'>[]> {
  const stretch = stretchOf('at', width)
  return await db
    .selectFrom('fleet_metrics')
    .select(stretch.as('at'))
    .select([
      sql<number>`coalesce(sum(cores), 0)`.as('cores'),
      sql<number>`coalesce(sum(busy_cores), 0)`.as('busy_cores'),
      sql<number>`coalesce(sum(memory_used), 0)`.as('memory_used'),
      sql<number>`coalesce(sum(memory_total), 0)`.as('memory_total'),
      sql<number>`coalesce(sum(disk_used), 0)`.as('disk_used'),
      sql<number>`coalesce(sum(disk_total), 0)`.as('disk_total'),
    ])
    .where('workspace_id', '=', workspaceId)
    .where('at', '>=', since)
    .groupBy(stretch)
    .orderBy(stretch)
    .execute()
}

const selectOldest = prepared((db, _: object) =>
  db.selectFrom('fleet_metrics').select('at').orderBy('at').limit(1),
)

/** The first minute of which anything is kept. */
export async function oldestMetrics(db: Db): Promise<number | undefined> {
  const [row] = await selectOldest(db, {})
  return row?.at
}

export async function deleteMetricsBefore(tx: Tx, before: number): Promise<void> {
  await tx.deleteFrom('desktop_metrics').where('at', '<', before).execute()
  await tx.deleteFrom('fleet_metrics').where('at', '<', before).execute()
}

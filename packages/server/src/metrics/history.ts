import type { FleetMetrics, MetricsPoint } from '@mission-control/protocol'
import { requireDesktop } from '../desktops/find.ts'
import { iso } from '../iso.ts'
import { listDesktopMetrics, listFleetMetrics } from '../store/metrics.ts'
import type { Db, FleetMetricsRow } from '../store/schema.ts'
import { countEndedByStretch } from '../store/task-counts.ts'
import { MINUTE, minuteOf } from './minute.ts'
import { stretchesOf } from './stretches.ts'

/** The load of a desktop in the last `minutes`, this one included, since it is in its workspace; oldest first. */
export async function desktopHistory(
  db: Db,
  workspaceId: string,
  id: string,
  minutes: number,
  now: number,
): Promise<MetricsPoint[]> {
  const { moved_at } = await requireDesktop(db, workspaceId, id)
  const since = Math.max(minuteOf(now) - (minutes - 1) * MINUTE, moved_at ?? 0)
  const rows = await listDesktopMetrics(db, id, since)
  return rows.map(({ at, cpu, memory, disk }) => ({ at: iso(at), cpu, memory, disk }))
}

/** The load of all desktops and their throughput, over the same stretches of time. */
export async function fleetHistory(
  db: Db,
  workspaceId: string,
  minutes: number,
  now: number,
): Promise<FleetMetrics> {
  const { width, starts } = stretchesOf(minutes, now)
  const since = starts[0] as number
  const sums = await listFleetMetrics(db, workspaceId, since, width)
  const ended = new Map(starts.map((at) => [at, { done: 0, failed: 0 }]))
  for (const { at, status, count } of await countEndedByStretch(db, workspaceId, since, width)) {
    const point = ended.get(at)
    if (point) point[status as 'done' | 'failed'] = count
  }
  return {
    resources: sums.map(toPoint),
    throughput: Array.from(ended, ([at, counts]) => ({ at: iso(at), ...counts })),
  }
}

function toPoint(row: Omit<FleetMetricsRow, 'workspace_id'>): MetricsPoint {
  return {
    at: iso(row.at),
    cpu: percentOf(row.busy_cores, row.cores),
    memory: percentOf(row.memory_used, row.memory_total),
    disk: percentOf(row.disk_used, row.disk_total),
  }
}

/** To a tenth. */
function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((1000 * part) / whole) / 10
}

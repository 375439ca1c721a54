import type { Metrics } from '@mission-control/protocol'
import { addFleetMetrics, insertDesktopMetrics } from '../store/metrics.ts'
import type { DesktopRow, Tx } from '../store/schema.ts'

/** Stores a desktop's load for the minute, if it is the first report in that minute. */
export async function recordMetrics(
  tx: Tx,
  desktop: DesktopRow,
  minute: number,
  { cpu, cores, memory, disk }: Metrics,
): Promise<void> {
  const isFirst = await insertDesktopMetrics(tx, {
    desktop_id: desktop.id,
    at: minute,
    cpu,
    memory: memory.percent,
    disk: disk.percent,
  })
  if (!isFirst) return
  await addFleetMetrics(tx, {
    workspace_id: desktop.workspace_id,
    at: minute,
    cores,
    busy_cores: (cores * cpu) / 100,
    memory_used: memory.used,
    memory_total: memory.total,
    disk_used: disk.used,
    disk_total: disk.total,
  })
}

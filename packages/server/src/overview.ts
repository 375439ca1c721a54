import { type AgentUsage, addUsage, type Metrics, type Overview } from '@mission-control/protocol'
import type { Watch } from './core.ts'
import { metricsOf } from './desktops/present.ts'
import { iso } from './iso.ts'
import { listDesktops } from './store/desktops.ts'
import type { Db } from './store/schema.ts'
import {
  averageRanSince,
  countByStatus,
  countEndedSince,
  countQueued,
} from './store/task-counts.ts'
import { listUsageSince } from './store/usage.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** The figures of the dashboard's strip. `now`: ms since 1970; `among`: of these desktops only. */
export async function overviewOf(
  db: Db,
  workspaceId: string,
  now: number,
  watch: Watch,
  among?: readonly string[],
): Promise<Overview> {
  const since = now - DAY_MS
  const counts = asCounts(await countByStatus(db, workspaceId, among))
  const ended = asCounts(await countEndedSince(db, workspaceId, since, among))
  const desktops = await listDesktops(db, workspaceId, among)
  const running = desktops.filter((desktop) => desktop.status === 'running')
  const throughput24h = ended.done + ended.failed
  return {
    tasks: counts,
    queued: await countQueued(db, workspaceId, among),
    activeDesktops: running.length,
    resources: aggregate(running.map(metricsOf).filter((metrics) => metrics !== null)),
    completionRate24h: throughput24h === 0 ? null : tenths((100 * ended.done) / throughput24h),
    averageDurationMs24h: await averageRanSince(db, workspaceId, since, among),
    throughput24h,
    usage24h: sumOf(await listUsageSince(db, workspaceId, since, among)),
    lostAfterSeconds: watch.lostAfter === 0 ? null : watch.lostAfter / 1000,
    watchingSince: iso(watch.since),
  }
}

function sumOf(usages: AgentUsage[]): AgentUsage | null {
  return usages.reduce<AgentUsage | null>((sum, each) => (sum ? addUsage(sum, each) : each), null)
}

function asCounts(rows: { status: keyof Overview['tasks']; count: number }[]): Overview['tasks'] {
  const counts = { pending: 0, running: 0, review: 0, done: 0, failed: 0, cancelled: 0 }
  for (const { status, count } of rows) counts[status] = Number(count)
  return counts
}

/** CPU weighted by cores, memory summed. */
function aggregate(metrics: Metrics[]): Overview['resources'] {
  const sum = (of: (each: Metrics) => number) =>
    metrics.reduce((total, each) => total + of(each), 0)
  const cores = sum((each) => each.cores)
  const used = sum((each) => each.memory.used)
  const total = sum((each) => each.memory.total)
  return {
    cpu: cores === 0 ? 0 : tenths(sum((each) => each.cpu * each.cores) / cores),
    memory: { used, total, percent: total === 0 ? 0 : tenths((100 * used) / total) },
  }
}

const tenths = (value: number) => Math.round(value * 10) / 10

import type { Overview } from '@mission-control/protocol'
import type { Call } from '../command.ts'
import { percent } from '../desktops/list.ts'
import type { Kit } from '../kit/kit.ts'
import { fieldsOf } from '../screen/fields.ts'
import { duration } from '../screen/time.ts'

export async function showOverview({ client, screen }: Kit, _: Call): Promise<void> {
  screen.value(await client.overview.get(), (overview) => fieldsOf(rowsOf(overview)))
}

function rowsOf(overview: Overview): [string, string | null][] {
  const { tasks, resources, usage24h, averageDurationMs24h: average } = overview
  const counts = Object.entries(tasks).map(([status, count]): [string, string] => [
    status[0]!.toUpperCase() + status.slice(1),
    String(count),
  ])
  return [
    ...counts,
    ['Queued', String(overview.queued)],
    ['Desktops', `${overview.activeDesktops} online`],
    ['CPU', percent(resources.cpu)],
    ['Memory', percent(resources.memory.percent)],
    [
      'Success rate',
      overview.completionRate24h === null ? null : percent(overview.completionRate24h),
    ],
    ['Ended', `${overview.throughput24h} in 24 h`],
    ['Average', average === null ? null : duration(Math.round(average))],
    [
      'Tokens',
      usage24h && `${usage24h.inputTokens ?? '?'} in, ${usage24h.outputTokens ?? '?'} out in 24 h`,
    ],
  ]
}

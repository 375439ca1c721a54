import { styleText } from 'node:util'
import type { Board, BoardTask, Desktop, Overview } from '@mission-control/protocol'
import { agentOf, percent, stateOf, styleOfState } from '../desktops/list.ts'
import type { Column, Style } from '../screen/column.ts'
import { tableOf } from '../screen/table.ts'
import { duration } from '../screen/time.ts'
import { widthOf } from '../screen/width.ts'
import { styleOfStatus } from '../tasks/status.ts'

interface Seen {
  board: Board
  overview: Overview
}

/** The lines of one look: the counts, the desktops, what runs or waits for somebody, what has ended. */
export function pageOf(
  { board, overview }: Seen,
  { columns, rows }: { columns: number; rows?: number },
): string[] {
  const names = new Map(board.desktops.map(({ id, name }) => [id, name]))
  const { running, review, pending } = board.columns
  const ended = [...board.columns.done, ...board.columns.failed, ...board.columns.cancelled]
  const tasks = [
    ...review,
    ...running,
    ...pending,
    ...ended.toSorted((a, b) => (b.completedAt ?? '').localeCompare(a.completedAt ?? '')),
  ]
  const desktops = tableOf(board.desktops, DESKTOP_COLUMNS, columns, styled)
  // Half of the screen is left for the tasks, however many desktops there are.
  const most = rows === undefined ? desktops.length : Math.max(3, Math.floor(rows / 2) - 4)
  return [
    inOneLine(countsOf(overview), columns),
    '',
    ...desktops.slice(0, most),
    ...(desktops.length > most ? [styled('dim', `… and ${desktops.length - most} more`)] : []),
    '',
    ...tableOf(tasks, taskColumns(names), columns, styled),
  ]
}

function countsOf({ tasks, resources, activeDesktops }: Overview): string[] {
  const counts = Object.entries(tasks).map(
    ([status, count]) =>
      `${styled(styleOfStatus({ status: status as BoardTask['status'] }), status)} ${count}`,
  )
  return [
    ...counts,
    `desktops ${activeDesktops}`,
    `cpu ${percent(resources.cpu)}`,
    `memory ${percent(resources.memory.percent)}`,
  ]
}

/** As many of them as there is room for. */
function inOneLine(parts: string[], columns: number): string {
  const line = parts.join('   ')
  return widthOf(line) <= columns ? line : inOneLine(parts.slice(0, -1), columns)
}

const DESKTOP_COLUMNS: Column<Desktop>[] = [
  { title: 'DESKTOP', of: ({ name }) => name, yields: true },
  { title: 'STATE', of: stateOf, style: styleOfState },
  { title: 'CPU', of: ({ metrics }) => percent(metrics?.cpu) },
  { title: 'MEMORY', of: ({ metrics }) => percent(metrics?.memory.percent) },
  { title: 'AGENT', of: agentOf, yields: true },
]

function taskColumns(names: Map<string, string>): Column<BoardTask>[] {
  return [
    { title: 'STATUS', of: ({ status }) => status, style: styleOfStatus },
    { title: 'ON', of: ({ desktopId }) => names.get(desktopId) ?? desktopId, yields: true },
    { title: 'RAN', of: ranOf },
    { title: 'TASK', of: ({ summary }) => summary, yields: true },
    { title: 'LAST LINE', of: ({ tail }) => tail ?? '', yields: true },
  ]
}

function ranOf({ ranMs, processStartedAt }: BoardTask): string {
  if (ranMs !== null || processStartedAt === null) return duration(ranMs)
  return duration(Math.max(0, Date.now() - Date.parse(processStartedAt)))
}

function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout })
}

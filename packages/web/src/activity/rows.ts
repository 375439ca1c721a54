import type { ActivityEntry } from '@mission-control/protocol'
import type { Output } from './outputs.ts'

export type Row =
  | { kind: 'entry'; key: string; entry: ActivityEntry; inGroup?: boolean }
  /** Newest first; opened, they are the rows below. */
  | { kind: 'group'; key: string; entries: readonly ActivityEntry[]; isOpen: boolean }
  | { kind: 'output'; key: string; output: Output }
  /** `at`: some moment of that day, in ms. */
  | { kind: 'day'; key: string; at: number }

/**
 * Events and live output, newest first. An output stands right above its task's start, or where that
 * would be, and stays there while its words change. One that is older than all entries comes at their
 * end if nothing is missing between, else not at all: its place isn't loaded yet.
 */
export function rowsOf(
  entries: readonly ActivityEntry[],
  outputs: readonly Output[],
  complete: boolean,
): Row[] {
  const byTask = new Map(outputs.map((output) => [output.taskId, output]))
  const starts = new Map<string, ActivityEntry>()
  for (const entry of entries) {
    const output = outputFrom(entry, byTask)
    if (output && !starts.has(output.taskId)) starts.set(output.taskId, entry)
  }
  const loose = outputs.filter(({ taskId }) => !starts.has(taskId))

  const rows: Row[] = []
  for (const entry of entries) {
    const at = Date.parse(entry.at)
    while (loose.length > 0 && loose[0]!.since >= at) rows.push(outputRow(loose.shift()!))
    const output = outputFrom(entry, byTask)
    if (output && starts.get(output.taskId) === entry) rows.push(outputRow(output))
    rows.push({ kind: 'entry', key: `${entry.id}`, entry })
  }
  return complete ? [...rows, ...loose.map(outputRow)] : rows
}

/** The output of the run whose start the entry tells. */
function outputFrom(
  { type, payload }: ActivityEntry,
  byTask: ReadonlyMap<string, Output>,
): Output | undefined {
  const starts = type === 'task.started' || type === 'task.queued' || type === 'task.dequeued'
  return starts ? byTask.get(payload.taskId) : undefined
}

function outputRow(output: Output): Row {
  return { kind: 'output', key: `output ${output.taskId}`, output }
}

/** Puts the name of each day above its rows. */
export function withDays(rows: readonly Row[]): Row[] {
  const grouped: Row[] = []
  let last = ''
  for (const row of rows) {
    const at = momentOf(row)
    const day = new Date(at).toDateString()
    if (day !== last) grouped.push({ kind: 'day', key: day, at })
    last = day
    grouped.push(row)
  }
  return grouped
}

/** An output is placed at its run's start, whenever it was printed. */
function momentOf(row: Row): number {
  if (row.kind === 'entry') return Date.parse(row.entry.at)
  if (row.kind === 'group') return Date.parse(row.entries[0]!.at)
  return row.kind === 'output' ? row.output.since : row.at
}

import type { ActivityEntry } from '@mission-control/protocol'
import type { Row } from './rows.ts'
import { GROUPED, reasonOf } from './sentence.ts'

/** Fewer events than this are shown one by one. */
const LEAST = 4
/** The longest time between two events of a group, in ms. */
const GAP = 60_000

export type EntryRow = Extract<Row, { kind: 'entry' }>

/**
 * Puts what many tasks or desktops did in one go, or one person did with many tasks, into one row at the
 * place of the newest event; the row can be opened. Other events may lie in between: a queue that is worked
 * off becomes one row of starts and one of ends. `open`: numbers of events; a group with one of them is
 * opened.
 */
export function withGroups(rows: readonly Row[], open: ReadonlySet<number>): Row[] {
  const groups = new Map<Row, EntryRow[]>()
  const current = new Map<string, EntryRow[]>()
  for (const row of rows) {
    const what = row.kind === 'entry' ? whatOf(row.entry) : null
    if (row.kind !== 'entry' || what === null) continue
    const group = current.get(what)
    const isSame = group && momentOf(group.at(-1)!) - momentOf(row) <= GAP
    const members = isSame ? group : []
    members.push(row)
    current.set(what, members)
    groups.set(row, members)
  }
  return rows.flatMap((row) => {
    const members = groups.get(row)
    if (!members || members.length < LEAST) return [row]
    if (members[0] !== row) return []
    // The oldest stays the same while newer ones come.
    const key = `group ${members.at(-1)!.key}`
    const entries = members.map(({ entry }) => entry)
    const isOpen = entries.some(({ id }) => open.has(id))
    const head: Row = { kind: 'group', key, entries, isOpen }
    return isOpen ? [head, ...members.map((each) => ({ ...each, inGroup: true }))] : [head]
  })
}

/** What happened, and who did it if it was a person; null: the event gets a row of its own. */
function whatOf(entry: ActivityEntry): string | null {
  switch (entry.type) {
    case 'task.started':
      return `${entry.type} ${entry.payload.waiting === 'desktop_offline'}`
    case 'task.failed':
      return `${entry.type} ${reasonOf(entry.payload)}`
    case 'approval.resolved': {
      const { kind, status, resolvedBy, feedback = '' } = entry.payload
      return kind === 'result' ? [entry.type, status, resolvedBy, feedback].join(' ') : null
    }
    default:
      return entry.type in GROUPED ? entry.type : null
  }
}

const momentOf = ({ entry }: EntryRow): number => Date.parse(entry.at)

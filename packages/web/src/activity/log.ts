import type { ActivityEntry } from '@mission-control/protocol'

/** A stretch of the activity log without a gap up to its newest entry. */
export interface Log {
  /** Newest first. */
  entries: readonly ActivityEntry[]
  /** Nothing older is left to ask for. */
  complete: boolean
}

/** The size of the first list: if it is shorter, the log has no older entries. */
const SNAPSHOT = 100
/** How many entries stay when the log has grown too long. */
const KEPT = 400

export function beginLog(newest: readonly ActivityEntry[]): Log {
  return { entries: newest, complete: newest.length < SNAPSHOT }
}

/** Adds the newest entries. If there is a gap before them, drops the earlier ones. */
export function extendLog(log: Log, newest: readonly ActivityEntry[]): Log {
  const head = log.entries[0]?.id
  if (head === undefined) return newest.length === 0 ? log : beginLog(newest)
  const known = newest.findIndex((entry) => entry.id <= head)
  if (known === 0) return newest[0]!.id === head ? log : beginLog(newest)
  if (known === -1) return newest.length === 0 ? log : { ...beginLog(newest), complete: false }
  return { ...log, entries: [...newest.slice(0, known), ...log.entries] }
}

/** Adds the page that was requested before an entry, if that entry is still the oldest. */
export function addOlder(
  log: Log,
  before: number,
  page: readonly ActivityEntry[],
  complete: boolean,
): Log {
  if (log.entries.at(-1)?.id !== before) return log
  return { entries: [...log.entries, ...page], complete }
}

/** Drops the oldest entries if there are more than `most`: a page may stay open for days. */
export function trimLog(log: Log, most: number): Log {
  if (log.entries.length <= most) return log
  return { entries: log.entries.slice(0, KEPT), complete: false }
}

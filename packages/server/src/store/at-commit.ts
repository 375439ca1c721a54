import { appendsOf, numberEvents, undoAppends } from './activity.ts'
import { auditsOf, chainAudits, note, undoAudits } from './audit.ts'
import { type UnderWay, within } from './deed.ts'
import type { Tx } from './schema.ts'

/** How many events and audit rows a transaction has added so far; they get their numbers at its end. */
export interface Mark {
  events: number
  audits: number
}

export const markOf = (tx: Tx): Mark => ({ events: appendsOf(tx), audits: auditsOf(tx) })

/** Drops what was added since the mark, when a part of the transaction is undone. */
export function undoTo(tx: Tx, { events, audits }: Mark): void {
  undoAppends(tx, events)
  undoAudits(tx, audits)
}

/**
 * The last thing before a commit: whatever gets a number gets it, so that the order is that of commits. The
 * events come last, as on PostgreSQL their numbers and the commit are sent together.
 */
export async function numberAll(tx: Tx): Promise<void> {
  await chainAudits(tx)
  await numberEvents(tx)
}

/**
 * Writes on behalf of the running request: its first write adds a row to the audit log, unless the operation
 * adds its own.
 */
export async function onBehalf<T>(
  deed: UnderWay,
  write: (work: (tx: Tx) => Promise<T>) => Promise<T>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const value = await write((tx) =>
    within(tx, deed, async () => {
      const before = auditsOf(tx)
      const value = await work(tx)
      const hasSaid = deed.noted || auditsOf(tx) > before
      if (deed.doer && !hasSaid) note(tx, deed.doer.workspaceId, deed)
      return value
    }),
  )
  deed.noted = true
  return value
}

import { sql } from 'kysely'

/**
 * Stands before a statement of a transaction whose answer nobody waits for: the next one is sent with it.
 * If it fails PostgreSQL refuses whatever follows in the transaction, the commit included, and that is
 * told with this failure.
 */
export const MARK = '/* unanswered */ '
export const UNANSWERED = sql.raw(MARK)

/** Of these the same holds anyway, unless one before has failed that nobody has waited for. */
const ANYWAY = /^(begin$|(savepoint|release|set local) )/

/** The parts of a request are kept or undone together: whether one was sound is asked by what follows it. */
const KEEPS_PART = 'release savepoint part'

/** After it nothing counts that has failed before. */
const UNDONE = /^rollback\b/

/** `owed`: one with the mark has been sent whose answer nobody has waited for. */
export function isUnanswered(text: string, owed: boolean): boolean {
  // Whoever begins or undoes something in the transaction has to know whether it is sound up to here.
  return isMarked(text) || text === KEEPS_PART || (!owed && ANYWAY.test(text))
}

export const isMarked = (text: string): boolean => text.startsWith(MARK)

export const isUndoing = (text: string): boolean => UNDONE.test(text)

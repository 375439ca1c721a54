import { sql } from 'kysely'

const MARK = '/* unanswered */'

/**
 * Stands before a statement of a transaction whose answer nobody waits for: the next one is sent with it.
 * If it fails PostgreSQL refuses whatever follows in the transaction, the commit included, and that is
 * told with this failure.
 */
export const UNANSWERED = sql.raw(MARK)

/** Of these the same holds anyway. */
const SAVEPOINT = /^(savepoint|release)/

export function isUnanswered(text: string): boolean {
  return text.startsWith(MARK) || SAVEPOINT.test(text)
}

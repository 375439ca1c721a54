import { DatabaseError } from 'pg'
import { DatabaseAwayError } from '../refusal.ts'

/**
 * 08 is the connection itself, 57 that somebody stops the server, the session or the statement, 53 that it has
 * no memory or connection left (a full disk is told apart), 25P03 that the session was idle for too long.
 */
const AWAY = /^(08...|57...|53[0234]00|25P03)$/

/** What the driver has thrown, told apart: PostgreSQL's own answers are left as they are. */
export function orAway(error: unknown): unknown {
  if (error instanceof DatabaseError && !AWAY.test(error.code ?? '')) return error
  return away(error)
}

/** Whatever the reason is for which there is no connection, nothing can be read or stored without one. */
export function away(error: unknown): DatabaseAwayError {
  return new DatabaseAwayError(reasonOf(error), { cause: error })
}

/** Of a name with several addresses the last attempt's reason is as good as any. */
export function reasonOf(error: unknown): string {
  const { errors } = error as { errors?: unknown[] }
  return ((errors?.at(-1) ?? error) as Error).message
}

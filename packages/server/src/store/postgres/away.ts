import { DatabaseError } from 'pg'
import { DatabaseAwayError } from '../refusal.ts'

/** It is shut down, has crashed, is starting, takes no more connections, or has given this one up; 08 is the connection itself. */
const AWAY = /^(08...|57P0[123]|53300|25P03)$/

/** What the driver has thrown, told apart: PostgreSQL's own answers are left as they are. */
export function orAway(error: unknown): unknown {
  if (error instanceof DatabaseError && !AWAY.test(error.code ?? '')) return error
  return new DatabaseAwayError(reasonOf(error), { cause: error })
}

/** Of a name with several addresses the last attempt's reason is as good as any. */
export function reasonOf(error: unknown): string {
  const { errors } = error as { errors?: unknown[] }
  return ((errors?.at(-1) ?? error) as Error).message
}

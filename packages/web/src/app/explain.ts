import { ApiError, ConnectionError } from '@mission-control/client'
import { visible } from '../log/blanks.ts'
import { text } from '../strings/index.ts'

/** What to tell the person: the server's own words where it has spoken. */
export function explain(error: unknown): string {
  if (error instanceof ApiError) return visible(error.detail)
  if (error instanceof ConnectionError) return text.problems.unreachable
  return visible(error instanceof Error ? error.message : String(error))
}

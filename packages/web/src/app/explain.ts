import { ApiError, ConnectionError } from '@mission-control/client'
import { text } from '../strings/index.ts'

/** What to tell the person: the server's own words where it has spoken. */
export function explain(error: unknown): string {
  if (error instanceof ApiError) return error.detail
  if (error instanceof ConnectionError) return text.problems.unreachable
  return error instanceof Error ? error.message : String(error)
}

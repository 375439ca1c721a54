import { ApiError } from '@mission-control/client'
import { explain } from '../app/explain.ts'

/** A refused form: what belongs to a field (`labels.2` to `labels`), and what is about none. */
export function refusalOf(error: unknown): {
  of(field: string): string | undefined
  rest: string | undefined
} {
  const errors = error instanceof ApiError ? error.errors : []
  const of = (field: string) =>
    errors.find(({ path }) => path.split('.')[0] === field)?.message ?? undefined
  return { of, rest: error && errors.length === 0 ? explain(error) : undefined }
}

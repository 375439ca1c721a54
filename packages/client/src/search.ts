import type { RequestOptions, Transport } from './call.ts'

export function searchOf({ call }: Transport) {
  /** Tasks by words and filters, newest first; with the answer's `nextCursor` as `cursor` it goes on. */
  return (
    q: string,
    { limit, cursor, ...options }: { limit?: number; cursor?: string } & RequestOptions = {},
  ) => call('search', { ...options, query: { q, limit, cursor } })
}

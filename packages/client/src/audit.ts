import type { AuditEntry } from '@mission-control/protocol'
import type { RequestOptions, Transport } from './call.ts'
import { pagesOf } from './pages.ts'
import type { QueryOf } from './route-types.ts'

type AuditQuery = Omit<QueryOf<'listAudit'>, 'cursor'>

export function auditOf({ call, request }: Transport) {
  return {
    /** Who did what, newest first. */
    list: (query: QueryOf<'listAudit'> = {}, options: RequestOptions = {}) =>
      call('listAudit', { ...options, query }),

    /** The same in pages of `limit` entries, each fetched when it is asked for. */
    pages: (query: AuditQuery & { limit: number }, options: RequestOptions = {}) =>
      pagesOf<AuditEntry>(
        (more) => request('listAudit', { ...options, query: { ...query, ...more } as AuditQuery }),
        options.signal,
      ),

    /** The log as lines of JSON, oldest first, for `mission-control audit verify`. */
    export: (query: Omit<AuditQuery, 'limit'> = {}, options: RequestOptions = {}) =>
      request('listAudit', { ...options, query, headers: { accept: 'application/x-ndjson' } }),
  }
}

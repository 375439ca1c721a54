import type { Approval } from '@mission-control/protocol'
import type { RequestOptions, Transport } from './call.ts'
import { pagesOf } from './pages.ts'
import type { BodyOf, QueryOf } from './route-types.ts'

type ApprovalQuery = Omit<QueryOf<'listApprovals'>, 'cursor'>

export function approvalsOf({ call, request }: Transport) {
  return {
    /** The pending results, newest first; permissions only with `kind`. */
    list: (query: ApprovalQuery = {}, options: RequestOptions = {}) =>
      call('listApprovals', { ...options, query }),

    /** The list in pages of `limit` approvals, each fetched when it is asked for. */
    pages: (query: ApprovalQuery & { limit: number }, options: RequestOptions = {}) =>
      pagesOf<Approval>(
        (more) => request('listApprovals', { ...options, query: { ...query, ...more } }),
        options.signal,
      ),

    /**
     * Decides: a result moves its task, a permission lets its agent go on. With `remember` the answer
     * to a permission holds for the same on this desktop from now on.
     */
    resolve: (id: string, body: BodyOf<'resolveApproval'>, options: RequestOptions = {}) =>
      call('resolveApproval', { ...options, params: { id }, body }),
  }
}

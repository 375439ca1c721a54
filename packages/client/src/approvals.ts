import { routes } from '@mission-control/protocol'
import type { Caller, RequestOptions } from './call.ts'
import type { BodyOf, QueryOf } from './route-types.ts'

export function approvalsOf({ call }: Caller) {
  return {
    /** The pending ones, newest first. */
    list: (query: QueryOf<typeof routes.listApprovals> = {}, options: RequestOptions = {}) =>
      call(routes.listApprovals, { ...options, query }),

    /** Decides; the task moves with it. */
    resolve: (
      id: string,
      body: BodyOf<typeof routes.resolveApproval>,
      options: RequestOptions = {},
    ) => call(routes.resolveApproval, { ...options, params: { id }, body }),
  }
}

import type { Caller, RequestOptions } from './call.ts'
import type { BodyOf, QueryOf } from './route-types.ts'

export function approvalsOf({ call }: Caller) {
  return {
    /** The pending ones, newest first. */
    list: (query: QueryOf<'listApprovals'> = {}, options: RequestOptions = {}) =>
      call('listApprovals', { ...options, query }),

    /** Decides; the task moves with it. */
    resolve: (id: string, body: BodyOf<'resolveApproval'>, options: RequestOptions = {}) =>
      call('resolveApproval', { ...options, params: { id }, body }),
  }
}

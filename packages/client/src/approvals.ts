import type { Caller, RequestOptions } from './call.ts'
import type { BodyOf, QueryOf } from './route-types.ts'

export function approvalsOf({ call }: Caller) {
  return {
    /** The pending results, newest first; permissions only with `kind`. */
    list: (query: QueryOf<'listApprovals'> = {}, options: RequestOptions = {}) =>
      call('listApprovals', { ...options, query }),

    /**
     * Decides: a result moves its task, a permission lets its agent go on. With `remember` the answer
     * to a permission holds for the same on this desktop from now on.
     */
    resolve: (id: string, body: BodyOf<'resolveApproval'>, options: RequestOptions = {}) =>
      call('resolveApproval', { ...options, params: { id }, body }),
  }
}

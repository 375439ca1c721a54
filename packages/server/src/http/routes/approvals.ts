import { toApproval } from '../../approvals/present.ts'
import { resolveApproval } from '../../approvals/resolve.ts'
import type { Core } from '../../core.ts'
import { activityHead } from '../../store/activity.ts'
import { listPendingApprovals } from '../../store/approvals.ts'
import { CURSOR_HEADER } from '../cursor.ts'
import type { Handlers } from '../handlers.ts'

export function approvalHandlers(core: Core): Handlers<'listApprovals' | 'resolveApproval'> {
  return {
    listApprovals: async ({ caller, query, reply }) =>
      await core.store.snapshot(async (db) => {
        reply.header(CURSOR_HEADER, await activityHead(db, caller.workspaceId))
        const rows = await listPendingApprovals(db, caller.workspaceId, query.kind ?? 'result')
        return rows.map(toApproval)
      }),
    resolveApproval: ({ caller, params, body }) => resolveApproval(core, caller, params.id!, body),
  }
}

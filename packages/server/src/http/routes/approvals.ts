import { toApproval } from '../../approvals/present.ts'
import { resolveApproval } from '../../approvals/resolve.ts'
import type { Core } from '../../core.ts'
import { type ApprovalOfTask, listPendingApprovals } from '../../store/approvals.ts'
import type { Handlers } from '../handlers.ts'
import { answerList } from '../long-list.ts'
import { onlyDesktops } from '../reach.ts'

export function approvalHandlers(core: Core): Handlers<'listApprovals' | 'resolveApproval'> {
  return {
    async listApprovals({ caller, query: { kind, limit, cursor }, reply }) {
      const { workspaceId } = caller
      const among = onlyDesktops(caller)
      return await answerList(core, reply, {
        workspaceId,
        query: { limit, cursor },
        filter: { kind },
        read: (db, before, most) =>
          listPendingApprovals(db, workspaceId, kind ?? 'result', before, most, among),
        present: toApproval,
        sizeOf,
      })
    },
    resolveApproval: ({ caller, params, body }) => resolveApproval(core, caller, params.id!, body),
  }
}

function sizeOf({ content, request }: ApprovalOfTask): number {
  return 500 + content.length + (request?.length ?? 0)
}

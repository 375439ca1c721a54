import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { Approval, ApprovalKindFilter, Resolution } from '../resources/approval.ts'
import { limit } from './query.ts'
import type { RouteTable } from './route.ts'

export const approvalsRoutes = {
  listApprovals: {
    ...endpoints.listApprovals,
    tag: 'Approvals',
    summary: 'Pending approvals of the kind, results by default, newest first',
    query: z.object({
      kind: ApprovalKindFilter.optional(),
      limit: limit(100),
      cursor: z.string().optional(),
    }),
    status: 200,
    response: z.array(Approval),
    errors: [],
  },
  resolveApproval: {
    ...endpoints.resolveApproval,
    tag: 'Approvals',
    summary: 'Approve or reject: a result moves its task, a permission lets its agent go on',
    body: Resolution,
    status: 200,
    response: Approval,
    errors: ['approval_not_found', 'status_conflict'],
  },
} as const satisfies RouteTable

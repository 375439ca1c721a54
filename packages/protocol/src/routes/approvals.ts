import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { Approval, ApprovalKindFilter } from '../resources/approval.ts'
import { Review } from '../resources/task.ts'
import type { RouteTable } from './route.ts'

export const approvalsRoutes = {
  listApprovals: {
    ...endpoints.listApprovals,
    tag: 'Approvals',
    summary: 'Pending approvals, newest first',
    query: z.object({ kind: ApprovalKindFilter.optional() }),
    status: 200,
    response: z.array(Approval),
    errors: [],
  },
  resolveApproval: {
    ...endpoints.resolveApproval,
    tag: 'Approvals',
    summary: 'Approve or reject; the task moves with it',
    body: Review,
    status: 200,
    response: Approval,
    errors: ['approval_not_found', 'status_conflict'],
  },
} as const satisfies RouteTable

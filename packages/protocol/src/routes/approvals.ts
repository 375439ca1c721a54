import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { Approval, ApprovalKindFilter, Resolution } from '../resources/approval.ts'
import { limit } from './query.ts'
import type { RouteTable } from './route.ts'

export const approvalsRoutes = {
  listApprovals: {
    ...endpoints.listApprovals,
    needs: 'read',
    tag: 'Approvals',
    summary: 'Pending approvals of the kind, results by default, newest first',
    query: z.object({
      kind: ApprovalKindFilter.optional().describe('Which kind to list; left out: result.'),
      limit: limit(100).meta({ description: 'How many to answer; left out: all.', example: 50 }),
      cursor: z
        .string()
        .optional()
        .meta({ description: 'From the Link header of the page before.', example: 'eyJhdCI6MX0' }),
    }),
    status: 200,
    response: z.array(Approval),
    errors: [],
  },
  resolveApproval: {
    ...endpoints.resolveApproval,
    needs: 'approvals',
    tag: 'Approvals',
    summary: 'Approve or reject: a result moves its task, a permission lets its agent go on',
    body: Resolution,
    status: 200,
    response: Approval,
    errors: ['approval_not_found', 'status_conflict', 'own_task'],
  },
} as const satisfies RouteTable

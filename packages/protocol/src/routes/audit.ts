import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { AuditEntry } from '../resources/audit.ts'
import { Timestamp } from '../resources/text.ts'
import { cursor, limit } from './query.ts'
import type { RouteTable } from './route.ts'

const word = z.string().min(1).max(200).optional()

export const auditRoutes = {
  listAudit: {
    ...endpoints.listAudit,
    needs: 'admin',
    tag: 'Audit',
    summary:
      'Who did what, newest first; with Accept: application/x-ndjson the log from its beginning, as mission-control audit verify reads it',
    query: z.object({
      limit: limit(500).meta({ description: 'How many entries to answer.', example: 50 }),
      cursor: cursor.meta({
        description: 'Only entries before this number: from the Link header of the page before.',
        example: 42,
      }),
      actor: word.meta({
        description: 'Only what this user, key, service account or task did, by its id.',
        example: 'user_01kgs8x3m4',
      }),
      action: word.meta({ description: 'Only this operation.', example: 'runTask' }),
      target: word.meta({
        description: 'Only what was done to this, by its id.',
        example: 'task_01kgs8x3m4',
      }),
      outcome: word.meta({
        description: 'Only entries with this outcome; refused: all but ok.',
        example: 'refused',
      }),
      after: Timestamp.optional().describe('Only what happened then or later.'),
      before: Timestamp.optional().describe('Only what happened earlier.'),
    }),
    status: 200,
    response: z.array(AuditEntry),
    produces: 'lines',
    errors: [],
  },
} as const satisfies RouteTable

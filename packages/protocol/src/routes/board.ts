import { z } from 'zod'
import { BATCHES_MAX } from '../content.ts'
import { endpoints } from '../endpoints.ts'
import { Batch } from '../resources/batch.ts'
import { Board, BoardTask } from '../resources/board.ts'
import { BatchCounts } from '../resources/task-counts.ts'
import { limit } from './query.ts'
import type { RouteTable } from './route.ts'

const BATCH_IDS = new RegExp(`^[^,]+(,[^,]+){0,${BATCHES_MAX - 1}}$`)

export const boardRoutes = {
  getBoard: {
    ...endpoints.getBoard,
    needs: 'read',
    tag: 'Board',
    summary: 'Everything that the dashboard starts with, read at one moment',
    query: z.object({
      limit: limit(500).meta({ description: 'How many tasks of a column to answer.', example: 50 }),
    }),
    status: 200,
    response: Board,
    errors: [],
  },
  getBoardColumn: {
    ...endpoints.getBoardColumn,
    needs: 'read',
    tag: 'Board',
    summary: 'The tasks of one column, newest first',
    query: z.object({
      limit: limit(500).meta({ description: 'How many tasks of a column to answer.', example: 50 }),
      cursor: z
        .string()
        .optional()
        .meta({ description: 'From the Link header of the page before.', example: 'eyJhdCI6MX0' }),
    }),
    status: 200,
    response: z.array(BoardTask),
    errors: ['route_not_found'],
  },
  listBatches: {
    ...endpoints.listBatches,
    needs: 'read',
    tag: 'Board',
    summary: 'How many tasks of each of these batches are in which status',
    query: z.object({
      ids: z
        .string()
        .regex(BATCH_IDS, `expected up to ${BATCHES_MAX} ids, divided by commas`)
        .meta({
          description: `Up to ${BATCHES_MAX} batches, their ids divided by commas. Unknown ones are left out.`,
          example: 'batch_01kgs8x3m4',
        }),
    }),
    status: 200,
    response: z.array(BatchCounts),
    errors: [],
  },
  getBatch: {
    ...endpoints.getBatch,
    needs: 'read',
    tag: 'Board',
    summary: 'The tasks that one request made, and which of them came to the same',
    status: 200,
    response: Batch,
    errors: ['batch_not_found'],
  },
} as const satisfies RouteTable

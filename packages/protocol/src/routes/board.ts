import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { Board, BoardTask } from '../resources/board.ts'
import { limit } from './query.ts'
import type { RouteTable } from './route.ts'

export const boardRoutes = {
  getBoard: {
    ...endpoints.getBoard,
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
} as const satisfies RouteTable

import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { SearchAnswer } from '../resources/search.ts'
import { limit } from './query.ts'
import type { RouteTable } from './route.ts'

export const searchRoutes = {
  search: {
    ...endpoints.search,
    needs: 'read',
    tag: 'Search',
    summary: 'Find tasks by their content, output and result, newest first',
    query: z.object({
      q: z.string().meta({
        description: 'Words, and filters such as status:failed.',
        example: 'npm status:failed',
      }),
      limit: limit(100).meta({ description: 'How many tasks to answer at most.', example: 20 }),
      cursor: z
        .string()
        .regex(/^[\w-]{60}$/, 'expected the nextCursor of an answer')
        .optional()
        .meta({
          description: 'The nextCursor of the answer before.',
          example: 'AS7yN3eQ0b1kV5mZ8xC2rT4uW6pL9aHdJfGsKqEoYiUtRwXzBnMvPcDlFhSg',
        }),
    }),
    status: 200,
    response: SearchAnswer,
    errors: [],
  },
} as const satisfies RouteTable

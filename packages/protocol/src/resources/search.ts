import { z } from 'zod'
import { SEARCHED_IN } from '../search/query.ts'
import { Task } from './task.ts'

export const SearchMatch = z
  .object({
    in: z.enum(SEARCHED_IN).describe('Where it was found.'),
    line: z.int().nullable().meta({
      description:
        "The number of the line, from 1 on, as the log shows it. null: lines of an agent's transcript have no numbers, nor has the end of an output whose middle isn't searched.",
      example: 12,
    }),
    text: z.string().meta({
      description: 'The line, cut to 300 characters around what was found.',
      example: '42 passed, 0 failed',
    }),
  })
  .meta({ id: 'SearchMatch', description: 'A line that matches.' })
export type SearchMatch = z.infer<typeof SearchMatch>

export const SearchHit = Task.pick({
  id: true,
  type: true,
  status: true,
  desktopId: true,
  createdAt: true,
  completedAt: true,
  exitCode: true,
})
  .extend({
    summary: z.string().meta({
      description: 'The first line of the content, cut to 200 characters.',
      example: 'npm test',
    }),
    desktopName: z
      .string()
      .meta({ description: 'What people call its desktop.', example: 'build machine' }),
    matches: z
      .array(SearchMatch)
      .describe(
        'Up to 3 lines, the one with most of the words first; empty if the query has only filters.',
      ),
  })
  .meta({ id: 'SearchHit', description: 'A task that was found.' })
export type SearchHit = z.infer<typeof SearchHit>

export const SearchAnswer = z
  .object({
    hits: z.array(SearchHit).describe('The matching tasks, newest first.'),
    nextCursor: z.string().nullable().meta({
      description: 'The cursor of the next request; null: all tasks have been looked at.',
      example: 'AS7yN3eQ0b1kV5mZ8xC2rT4uW6pL9aHdJfGsKqEoYiUtRwXzBnMvPcDlFhSg',
    }),
    lookedBackTo: z.string().nullable().meta({
      description:
        'All tasks that were created since then have been looked at; null: all tasks have.',
      example: '2026-03-15T10:00:00.000Z',
    }),
    notIndexed: z.int().meta({
      description:
        "Tasks that aren't in the index yet, 10,000 at most. They are searched as well, only more slowly.",
      example: 0,
    }),
    longOutputs: z.int().meta({
      description: "Tasks with so much output that its middle isn't searched, 1,000 at most.",
      example: 0,
    }),
    notes: z.array(z.string()).meta({
      description: 'Hints, in words: parts of the query that may be meant otherwise.',
      example: [],
    }),
  })
  .meta({ id: 'SearchAnswer', description: 'The result of a search.' })
export type SearchAnswer = z.infer<typeof SearchAnswer>

import { z } from 'zod'
import { SEARCHED_IN } from '../search/query.ts'
import { Task } from './task.ts'

/** A line that has what was searched for. */
export const SearchMatch = z.object({
  in: z.enum(SEARCHED_IN),
  /**
   * Which line it is, from 1 on: of the output as the log numbers it. Null: an agent's transcript has no
   * such numbers, and neither has the last part of an output of which the middle isn't searched.
   */
  line: z.int().nullable(),
  /** Cut to 300 characters around what was found. */
  text: z.string(),
})
export type SearchMatch = z.infer<typeof SearchMatch>

/** A task that was found. */
export const SearchHit = Task.pick({
  id: true,
  type: true,
  status: true,
  desktopId: true,
  createdAt: true,
  completedAt: true,
  exitCode: true,
}).extend({
  /** The first line of the content, cut to 200 characters. */
  summary: z.string(),
  desktopName: z.string(),
  /** Up to 3 lines, that with most of the words first; empty where only filters were given. */
  matches: z.array(SearchMatch),
})
export type SearchHit = z.infer<typeof SearchHit>

export const SearchAnswer = z.object({
  /** Newest first. */
  hits: z.array(SearchHit),
  /** For the next request, which goes on from here; null: all tasks have been looked at. */
  nextCursor: z.string().nullable(),
  /** All tasks that were created since then have been looked at; null: all that there are. */
  lookedBackTo: z.string().nullable(),
  /** Tasks that aren't in the index yet, 10,000 at most. They are searched as well, only more slowly. */
  notIndexed: z.int(),
  /** Tasks with so much output that its middle isn't searched, 1,000 at most. */
  longOutputs: z.int(),
  /** What may be meant otherwise, in words. */
  notes: z.array(z.string()),
})
export type SearchAnswer = z.infer<typeof SearchAnswer>

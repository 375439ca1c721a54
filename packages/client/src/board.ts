import type { Board, BoardTask, TaskStatus } from '@mission-control/protocol'
import { jsonOf, nextPageOf, requireCursor } from './answer.ts'
import type { Caller, RequestOptions } from './call.ts'
import type { QueryOf } from './route-types.ts'

export function boardOf({ request }: Caller) {
  return {
    /** All that a dashboard begins with; `activity.stream({ after: cursor })` goes on from it. */
    async get(query: QueryOf<'getBoard'> = {}, options: RequestOptions = {}) {
      const response = await request('getBoard', { ...options, query })
      const board = (await jsonOf(response, options.signal)) as Board
      return { board, cursor: requireCursor(response) }
    },

    /** A page of a column, newest first; `next` is the query's `cursor` for the one after it. */
    async column(
      status: TaskStatus,
      query: QueryOf<'getBoardColumn'> = {},
      options: RequestOptions = {},
    ) {
      const response = await request('getBoardColumn', {
        ...options,
        params: { status },
        query,
      })
      const tasks = (await jsonOf(response, options.signal)) as BoardTask[]
      return { tasks, cursor: requireCursor(response), next: nextPageOf(response) }
    },
  }
}

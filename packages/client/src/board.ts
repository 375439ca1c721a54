import type { Batch, BatchCounts, Board, BoardTask, TaskStatus } from '@mission-control/protocol'
import { jsonOf, nextPageOf, requireCursor } from './answer.ts'
import type { RequestOptions, Transport } from './call.ts'
import type { QueryOf } from './route-types.ts'

export function boardOf({ request }: Transport) {
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

    /** How many tasks of each of these batches are in which status; unknown ones are left out. */
    async batches(ids: readonly string[], options: RequestOptions = {}) {
      const query = { ids: ids.join(',') }
      const response = await request('listBatches', { ...options, query })
      const batches = (await jsonOf(response, options.signal)) as BatchCounts[]
      return { batches, cursor: requireCursor(response) }
    },

    /** The tasks that one request made, and which of them came to the same. */
    async batch(id: string, options: RequestOptions = {}) {
      const response = await request('getBatch', { ...options, params: { id } })
      const batch = (await jsonOf(response, options.signal)) as Batch
      return { batch, cursor: requireCursor(response) }
    },
  }
}

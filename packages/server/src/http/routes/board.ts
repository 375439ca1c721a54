import { fail, TASK_STATUSES, type TaskStatus, TaskStatusSchema } from '@mission-control/protocol'
import { batchOf, ownBatches } from '../../board/batches.ts'
import { boardColumn, boardOf } from '../../board/board.ts'
import type { Core } from '../../core.ts'
import { activityHead } from '../../store/activity.ts'
import { CURSOR_HEADER } from '../cursor.ts'
import type { Handlers } from '../handlers.ts'
import { linkNext } from '../link-next.ts'
import { onlyDesktops } from '../reach.ts'

const PAGE = 100

type BoardRoutes = 'getBoard' | 'getBoardColumn' | 'listBatches' | 'getBatch'

export function boardHandlers(core: Core): Handlers<BoardRoutes> {
  return {
    getBoard: async ({ caller, query, reply }) =>
      await core.store.snapshot(async (db) => {
        reply.header(CURSOR_HEADER, await activityHead(db, caller.workspaceId))
        const { limit = PAGE } = query
        const among = onlyDesktops(caller)
        return await boardOf(db, caller.workspaceId, limit, core.now(), core.watch, among)
      }),
    async getBoardColumn({ caller, params, query, reply }) {
      const { limit = PAGE, cursor: before } = query
      const status = statusOf(params.status!)
      const tasks = await core.store.snapshot(async (db) => {
        reply.header(CURSOR_HEADER, await activityHead(db, caller.workspaceId))
        const { workspaceId } = caller
        const among = onlyDesktops(caller)
        return await boardColumn(db, { workspaceId, status, before, among, limit: limit + 1 })
      })
      const page = tasks.slice(0, limit)
      if (tasks.length > limit) linkNext(reply, { limit, cursor: page.at(-1)!.id })
      return page
    },
    listBatches: async ({ caller, query, reply }) =>
      await core.store.snapshot(async (db) => {
        reply.header(CURSOR_HEADER, await activityHead(db, caller.workspaceId))
        const ids = new Set(query.ids.split(','))
        return await ownBatches(db, caller.workspaceId, ids, onlyDesktops(caller))
      }),
    getBatch: async ({ caller, params, reply }) =>
      await core.store.snapshot(async (db) => {
        reply.header(CURSOR_HEADER, await activityHead(db, caller.workspaceId))
        return await batchOf(db, caller.workspaceId, params.id!)
      }),
  }
}

function statusOf(text: string): TaskStatus {
  const status = TaskStatusSchema.safeParse(text)
  if (status.success) return status.data
  const known = TASK_STATUSES.join(', ')
  return fail('route_not_found', `There is no column ${JSON.stringify(text)}; expected ${known}.`)
}

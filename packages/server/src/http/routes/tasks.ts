import { Readable } from 'node:stream'
import type { Core } from '../../core.ts'
import { activityHead } from '../../store/activity.ts'
import type { Db } from '../../store/schema.ts'
import { listTasks, type ShownTask } from '../../store/tasks.ts'
import { cancelTask } from '../../tasks/cancel.ts'
import { createTask, createTasks } from '../../tasks/create.ts'
import { evidenceOf } from '../../tasks/evidence.ts'
import { requireTask } from '../../tasks/find.ts'
import { toTask } from '../../tasks/present.ts'
import { removeTask } from '../../tasks/remove.ts'
import { reviewTask } from '../../tasks/review.ts'
import { runCreated, runTask, runTasks } from '../../tasks/run.ts'
import { CURSOR_HEADER } from '../cursor.ts'
import type { Handlers, Input } from '../handlers.ts'
import { linkNext } from '../link-next.ts'
import { jsonArray, pagesOf } from '../paged.ts'

type TaskRoutes =
  | 'listTasks'
  | 'createTask'
  | 'createTasks'
  | 'runTasks'
  | 'getTask'
  | 'deleteTask'
  | 'runTask'
  | 'reviewTask'
  | 'cancelTask'
  | 'getEvidence'

export function taskHandlers(core: Core): Handlers<TaskRoutes> {
  return {
    listTasks: (input) =>
      input.query.limit === undefined ? listAll(core, input) : listPage(core, input),
    createTask: ({ caller, body }) => createTask(core, caller, body),
    createTasks: async ({ caller, body }) => {
      const created = await createTasks(core, caller, body.tasks)
      return body.run ? await runCreated(core, caller, created) : created
    },
    runTasks: ({ caller, body }) => runTasks(core, caller, body.ids),
    getTask: async ({ caller, params, reply }) =>
      await core.store.snapshot(async (db) => {
        const task = toTask(await requireTask(db, caller.workspaceId, params.id!))
        reply.header(CURSOR_HEADER, await activityHead(db, caller.workspaceId))
        return task
      }),
    deleteTask: async ({ caller, params }) => void (await removeTask(core, caller, params.id!)),
    runTask: ({ caller, params }) => runTask(core, caller, params.id!),
    reviewTask: ({ caller, params, body }) => reviewTask(core, caller, params.id!, body),
    cancelTask: ({ caller, params }) => cancelTask(core, caller, params.id!),
    getEvidence: ({ caller, params }) => evidenceOf(core, caller, params.id!),
  }
}

type ListInput = Input<'listTasks'>

async function listPage(core: Core, { caller, query, reply }: ListInput) {
  const { limit = PAGE, cursor, ...filter } = query
  const rows = await core.store.snapshot(async (db) => {
    reply.header(CURSOR_HEADER, await activityHead(db, caller.workspaceId))
    return await listTasks(db, caller.workspaceId, { ...filter, before: cursor }, limit + 1)
  })
  const page = rows.slice(0, limit)
  if (rows.length > limit) {
    linkNext(reply, { limit, cursor: page.at(-1)!.id, ...filter })
  }
  return page.map(toTask)
}

/** Tasks on a page; up to so many are answered from one read. */
const PAGE = 100

/**
 * A long list is read page by page as its client takes it, so that no read lasts as long as a slow
 * client. It is exact with the cursor, which is taken with the first page: ids are made in the order of
 * commits, so what is created later isn't among those that follow, and none comes twice; what changes or
 * goes meanwhile is among the events behind the cursor.
 */
async function listAll(core: Core, input: ListInput) {
  const { caller, query, reply } = input
  const { cursor, status, desktopId } = query
  const { db } = core.store
  const read = (db: Db, before: string | undefined, limit: number) =>
    listTasks(db, caller.workspaceId, { status, desktopId, before }, limit)
  const first = await core.store.snapshot(async (db) => {
    reply.header(CURSOR_HEADER, await activityHead(db, caller.workspaceId))
    return await read(db, cursor, PAGE)
  })
  if (first.length < PAGE) return first.map(toTask)
  const pages = pagesOf(first, (last, limit) => read(db, last.id, limit), sizeOf)
  reply.type('application/json; charset=utf-8')
  return reply.send(Readable.from(jsonArray(pages, toTask), { highWaterMark: 1 }))
}

function sizeOf({ content, result, usage }: ShownTask): number {
  return 500 + content.length + (result?.length ?? 0) + (usage?.length ?? 0)
}

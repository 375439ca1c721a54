import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Core } from '../../core.ts'
import { activityHead } from '../../store/activity.ts'
import type { Db } from '../../store/schema.ts'
import { listTasks, type TaskFilter } from '../../store/tasks.ts'
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

/** Tasks read at a time; up to so many are answered from one read. */
const PAGE = 500
/** A client that takes nothing of a long list for this long is cut, in ms: it holds a snapshot open. */
const STALLED_AFTER = 30_000

async function listAll(core: Core, input: ListInput) {
  const { caller, query, reply } = input
  const { cursor: before, status, desktopId } = query
  const filter = { status, desktopId, before }
  const short = await core.store.snapshot(async (db) => {
    reply.header(CURSOR_HEADER, await activityHead(db, caller.workspaceId))
    return await listTasks(db, caller.workspaceId, filter, PAGE + 1)
  })
  if (short.length <= PAGE) return short.map(toTask)

  await core.store.longSnapshot(async (db) => {
    reply.header(CURSOR_HEADER, await activityHead(db, caller.workspaceId))
    reply.type('application/json; charset=utf-8')
    reply.raw.setTimeout(STALLED_AFTER, () => reply.raw.destroy())
    reply.send(Readable.from(jsonArray(db, caller.workspaceId, filter), { highWaterMark: 1 }))
    await finished(reply.raw).catch((error) => core.log.info({ error }, 'a long list broke off'))
  })
  return reply
}

async function* jsonArray(db: Db, workspaceId: string, filter: TaskFilter) {
  let before = filter.before
  let opening = '['
  while (true) {
    const rows = await listTasks(db, workspaceId, { ...filter, before }, PAGE)
    if (rows.length > 0) yield opening + rows.map((row) => JSON.stringify(toTask(row))).join(',')
    if (rows.length < PAGE) break
    before = rows.at(-1)!.id
    opening = ','
  }
  yield ']'
}

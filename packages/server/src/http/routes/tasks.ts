import type { Core } from '../../core.ts'
import { activityHead } from '../../store/activity.ts'
import { listTaskIds, listTasks, type ShownTask } from '../../store/task-lists.ts'
import { cancelTask } from '../../tasks/cancel.ts'
import { createTask, createTasks } from '../../tasks/create.ts'
import { evidenceOf } from '../../tasks/evidence.ts'
import { requireTask } from '../../tasks/find.ts'
import { toTask } from '../../tasks/present.ts'
import { removeTask } from '../../tasks/remove.ts'
import { rerunTasks } from '../../tasks/rerun.ts'
import { reviewTask } from '../../tasks/review.ts'
import { runTask, runTasks } from '../../tasks/run.ts'
import { CURSOR_HEADER } from '../cursor.ts'
import type { Handlers } from '../handlers.ts'
import { answerList } from '../long-list.ts'
import { onlyDesktops } from '../reach.ts'

type TaskRoutes =
  | 'listTasks'
  | 'createTask'
  | 'createTasks'
  | 'rerunTasks'
  | 'runTasks'
  | 'getTask'
  | 'deleteTask'
  | 'runTask'
  | 'reviewTask'
  | 'cancelTask'
  | 'getEvidence'

export function taskHandlers(core: Core): Handlers<TaskRoutes> {
  return {
    async listTasks({ caller, query: { limit, cursor, ...filter }, reply }) {
      const { workspaceId } = caller
      const among = onlyDesktops(caller)
      return await answerList(core, reply, {
        workspaceId,
        query: { limit, cursor },
        filter,
        read: (db, before, most) => listTasks(db, workspaceId, { ...filter, among, before }, most),
        readIds: (db, before, most) =>
          listTaskIds(db, workspaceId, { ...filter, among, before }, most),
        present: toTask,
        sizeOf,
      })
    },
    createTask: ({ caller, body }) => createTask(core, caller, body),
    createTasks: ({ caller, body }) => createTasks(core, caller, body.tasks, body.run),
    rerunTasks: ({ caller, body }) => rerunTasks(core, caller, body.ids, body.run),
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

function sizeOf({ content, result, usage }: ShownTask): number {
  return 500 + content.length + (result?.length ?? 0) + (usage?.length ?? 0)
}

import { changeSettings } from '../../change-settings.ts'
import type { Core } from '../../core.ts'
import { overviewOf } from '../../overview.ts'
import { activityHead } from '../../store/activity.ts'
import { readSettings } from '../../store/workspaces.ts'
import { CURSOR_HEADER } from '../cursor.ts'
import type { Handlers } from '../handlers.ts'

type WorkspaceRoutes = 'getSettings' | 'updateSettings' | 'getOverview'

export function workspaceHandlers(core: Core): Handlers<WorkspaceRoutes> {
  return {
    getSettings: ({ caller }) => readSettings(core.store.db, caller.workspaceId),
    updateSettings: ({ caller, body }) => changeSettings(core, caller, body),
    getOverview: async ({ caller, reply }) =>
      await core.store.snapshot(async (db) => {
        reply.header(CURSOR_HEADER, await activityHead(db, caller.workspaceId))
        return await overviewOf(db, caller.workspaceId, core.now(), core.watch)
      }),
  }
}

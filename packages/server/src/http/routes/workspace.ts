import { changeSettings } from '../../change-settings.ts'
import type { Core } from '../../core.ts'
import { overviewOf } from '../../overview.ts'
import { settingsOf } from '../../settings.ts'
import { activityHead } from '../../store/activity.ts'
import { CURSOR_HEADER } from '../cursor.ts'
import type { Handlers } from '../handlers.ts'
import { onlyDesktops } from '../reach.ts'

type WorkspaceRoutes = 'getSettings' | 'updateSettings' | 'getOverview'

export function workspaceHandlers(core: Core): Handlers<WorkspaceRoutes> {
  return {
    getSettings: ({ caller }) =>
      settingsOf(core.store.db, caller.workspaceId, onlyDesktops(caller)),
    updateSettings: ({ caller, body }) => changeSettings(core, caller, body),
    getOverview: async ({ caller, reply }) =>
      await core.store.snapshot(async (db) => {
        reply.header(CURSOR_HEADER, await activityHead(db, caller.workspaceId))
        const among = onlyDesktops(caller)
        return await overviewOf(db, caller.workspaceId, core.now(), core.watch, among)
      }),
  }
}

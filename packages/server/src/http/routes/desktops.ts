import type { Core } from '../../core.ts'
import { changeDesktop } from '../../desktops/change.ts'
import { createDesktop } from '../../desktops/create.ts'
import type { DesktopFeeds } from '../../desktops/feed.ts'
import { requireDesktop } from '../../desktops/find.ts'
import { followDesktops } from '../../desktops/follow.ts'
import { moveToWorkspace } from '../../desktops/move.ts'
import { toDesktop } from '../../desktops/present.ts'
import { removeDesktop } from '../../desktops/remove.ts'
import { openingBlock } from '../../event-block.ts'
import { getRules, setRules } from '../../permissions/rules.ts'
import { listDesktops } from '../../store/desktops.ts'
import { askForUpgrade } from '../../upgrades/ask.ts'
import type { EventStreams } from '../event-stream.ts'
import type { Handlers } from '../handlers.ts'
import { onlyDesktops } from '../reach.ts'

type DesktopRoutes =
  | 'listDesktops'
  | 'createDesktop'
  | 'getDesktop'
  | 'updateDesktop'
  | 'upgradeDesktop'
  | 'moveDesktop'
  | 'deleteDesktop'
  | 'getPermissionRules'
  | 'setPermissionRules'
  | 'streamDesktops'

export function desktopHandlers(
  core: Core,
  feeds: DesktopFeeds,
  streams: EventStreams,
): Handlers<DesktopRoutes> {
  const { db } = core.store
  return {
    async listDesktops({ caller }) {
      const rows = await listDesktops(db, caller.workspaceId, onlyDesktops(caller))
      return rows.map(toDesktop)
    },
    createDesktop: ({ caller, body }) => createDesktop(core, caller, body),
    getDesktop: async ({ caller, params }) =>
      toDesktop(await requireDesktop(db, caller.workspaceId, params.id!)),
    updateDesktop: ({ caller, params, body }) => changeDesktop(core, caller, params.id!, body),
    upgradeDesktop: ({ caller, params, body }) => askForUpgrade(core, caller, params.id!, body),
    moveDesktop: ({ caller, params, body }) =>
      moveToWorkspace(core, caller, params.id!, body.workspaceId),
    deleteDesktop: async ({ caller, params }) =>
      void (await removeDesktop(core, caller.workspaceId, params.id!)),
    getPermissionRules: ({ caller, params }) => getRules(core, caller, params.id!),
    setPermissionRules: ({ caller, params, body }) => setRules(core, caller, params.id!, body),
    streamDesktops: async ({ caller, reply }) =>
      streams.open(reply, caller, (stream) => {
        stream.write(openingBlock('stream.cursor'))
        return followDesktops(feeds, caller.workspaceId, stream, onlyDesktops(caller))
      }),
  }
}

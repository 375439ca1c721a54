import { fail } from '@mission-control/protocol'
import { liveFrame } from '../../activity/frames.ts'
import type { Core } from '../../core.ts'
import { createDesktop } from '../../desktops/create.ts'
import { toDesktop, toDesktopEvent } from '../../desktops/present.ts'
import { removeDesktop } from '../../desktops/remove.ts'
import { findDesktop, listDesktops } from '../../store/desktops.ts'
import type { EventStreams } from '../event-stream.ts'
import type { Handlers } from '../handlers.ts'

type DesktopRoutes =
  | 'listDesktops'
  | 'createDesktop'
  | 'getDesktop'
  | 'deleteDesktop'
  | 'streamDesktops'

export function desktopHandlers(core: Core, streams: EventStreams): Handlers<DesktopRoutes> {
  const { db } = core.store
  return {
    listDesktops: async ({ caller }) => (await listDesktops(db, caller.workspaceId)).map(toDesktop),
    createDesktop: ({ caller, body }) => createDesktop(core, caller, body),
    async getDesktop({ caller, params }) {
      const row = await findDesktop(db, caller.workspaceId, params.id!)
      if (!row)
        return fail('desktop_not_found', `There is no desktop ${JSON.stringify(params.id)}.`)
      return toDesktop(row)
    },
    deleteDesktop: async ({ caller, params }) =>
      void (await removeDesktop(core, caller.workspaceId, params.id!)),
    /** First the status of each as it is, then what changes. */
    async streamDesktops({ caller, reply }) {
      const stream = streams.open(reply, caller)
      const unsubscribe = core.bus.subscribe('desktops', caller.workspaceId, (event) => {
        stream.write(liveFrame(event))
      })
      stream.signal.addEventListener('abort', unsubscribe)
      for (const row of await listDesktops(db, caller.workspaceId)) {
        stream.write(liveFrame(toDesktopEvent('desktop.status', row)))
      }
      return reply
    },
  }
}

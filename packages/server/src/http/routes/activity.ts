import type { Feeds } from '../../activity/follow.ts'
import { toActivityEntry } from '../../activity/present.ts'
import type { Core } from '../../core.ts'
import { followDesktops } from '../../desktops/follow.ts'
import { listActivity } from '../../store/activity.ts'
import type { EventStreams } from '../event-stream.ts'
import type { Handlers } from '../handlers.ts'
import { lastEventId } from '../last-event-id.ts'

const PAGE = 100

export function activityHandlers(
  core: Core,
  feeds: Feeds,
  streams: EventStreams,
): Handlers<'streamActivity' | 'listActivity'> {
  return {
    async streamActivity({ caller, query, request, reply }) {
      // The header wins over the parameter: a browser sends it when it reconnects.
      const cursor = lastEventId(request) ?? query.after
      const { workspaceId } = caller
      return streams.open(reply, caller, (stream) =>
        Promise.all([
          feeds.follow(workspaceId, cursor, stream),
          query.desktops && followDesktops(core, workspaceId, stream),
        ]),
      )
    },
    async listActivity({ caller, query }) {
      const { limit = PAGE, ...filter } = query
      const rows = await listActivity(core.store.db, caller.workspaceId, filter, limit)
      return rows.map(toActivityEntry)
    },
  }
}

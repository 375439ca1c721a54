import { Readable } from 'node:stream'
import type { Feeds } from '../../activity/follow.ts'
import { toActivityEntry } from '../../activity/present.ts'
import type { Core } from '../../core.ts'
import type { DesktopFeeds } from '../../desktops/feed.ts'
import { followDesktops } from '../../desktops/follow.ts'
import { type ActivityFilter, listActivity } from '../../store/activity.ts'
import type { EventStreams } from '../event-stream.ts'
import type { Handlers } from '../handlers.ts'
import { lastEventId } from '../last-event-id.ts'
import { jsonArray, pagesOf } from '../paged.ts'
import { onlyDesktops } from '../reach.ts'

const PAGE = 100

export function activityHandlers(
  core: Core,
  feeds: Feeds,
  desktopFeeds: DesktopFeeds,
  streams: EventStreams,
): Handlers<'streamActivity' | 'listActivity'> {
  return {
    async streamActivity({ caller, query, request, reply }) {
      // The header wins over the parameter: a browser sends it when it reconnects.
      const cursor = lastEventId(request) ?? query.after
      const { workspaceId } = caller
      const among = onlyDesktops(caller)
      if (!query.desktops) {
        return streams.open(reply, caller, (stream) =>
          feeds.follow(workspaceId, cursor, stream, { among }),
        )
      }
      return streams.open(reply, caller, (stream) => {
        const begun = Promise.withResolvers<void>()
        return Promise.all([
          feeds.follow(workspaceId, cursor, stream, { among, onBegun: begun.resolve }),
          begun.promise.then(() => followDesktops(desktopFeeds, workspaceId, stream, among)),
        ])
      })
    },
    async listActivity({ caller, query, reply }) {
      const { limit = PAGE, ...wanted } = query
      const filter = { ...wanted, among: onlyDesktops(caller) }
      const oldestFirst = filter.after !== undefined
      let left = limit
      const read = async (more: ActivityFilter, most: number) => {
        const range = { ...filter, ...more }
        const rows = await listActivity(
          core.store.db,
          caller.workspaceId,
          range,
          Math.min(most, left),
        )
        left -= rows.length
        return rows
      }
      const pages = pagesOf(
        await read({}, PAGE),
        ({ seq }, most) => read(oldestFirst ? { after: seq } : { before: seq }, most),
        ({ payload }) => 200 + payload.length,
      )
      reply.type('application/json; charset=utf-8')
      return reply.send(Readable.from(jsonArray(pages, toActivityEntry), { highWaterMark: 1 }))
    },
  }
}

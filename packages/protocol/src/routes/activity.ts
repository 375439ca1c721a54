import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { ActivityEntry, ActivityType } from '../events.ts'
import { cursor, flag, limit } from './query.ts'
import type { RouteTable } from './route.ts'

export const activityRoutes = {
  streamActivity: {
    ...endpoints.streamActivity,
    tag: 'Activity',
    summary: 'Events as they happen; Last-Event-ID or after continues without gap or repeat',
    query: z.object({
      after: cursor,
      /** With true the desktops' live events come as well: one connection is enough for a page. */
      desktops: flag,
      apiKey: z.string().optional(),
    }),
    status: 200,
    produces: 'events',
    errors: [],
  },
  listActivity: {
    ...endpoints.listActivity,
    tag: 'Activity',
    summary: 'Past events: oldest first with after, else newest first',
    query: z.object({
      after: cursor,
      before: cursor,
      limit: limit(1000),
      type: ActivityType.optional(),
      desktopId: z.string().optional(),
      taskId: z.string().optional(),
    }),
    status: 200,
    response: z.array(ActivityEntry),
    errors: [],
  },
} as const satisfies RouteTable

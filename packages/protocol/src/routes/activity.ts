import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { ActivityEntry, ActivityType } from '../events.ts'
import { activityFrames } from '../frames.ts'
import { cursor, flag, limit } from './query.ts'
import type { RouteTable } from './route.ts'

export const activityRoutes = {
  streamActivity: {
    ...endpoints.streamActivity,
    needs: 'read',
    tag: 'Activity',
    summary: 'Events as they happen; Last-Event-ID or after continues without gap or repeat',
    query: z.object({
      after: cursor.meta({
        description: 'The number of the last event that you have: the answer starts after it.',
        example: 42,
      }),
      desktops: flag.meta({
        description:
          "With true the desktops' live events come as well: one connection is enough for a page.",
        example: 'true',
      }),
    }),
    status: 200,
    produces: 'events',
    frames: activityFrames,
    errors: [],
  },
  listActivity: {
    ...endpoints.listActivity,
    needs: 'read',
    tag: 'Activity',
    summary: 'Past events: oldest first with after, else newest first',
    query: z.object({
      after: cursor.meta({
        description: 'The number of the last event that you have: the answer starts after it.',
        example: 42,
      }),
      before: cursor.meta({ description: 'Only events before this number.', example: 42 }),
      limit: limit(1000).meta({
        description: 'How many events to answer at most; left out: 100.',
        example: 50,
      }),
      type: ActivityType.optional().describe('Only events of this type.'),
      desktopId: z
        .string()
        .optional()
        .meta({ description: 'Only events of this desktop.', example: 'desktop_01kgs8x3m4' }),
      taskId: z
        .string()
        .optional()
        .meta({ description: 'Only events of this task.', example: 'task_01kgs8x3m4' }),
    }),
    status: 200,
    response: z.array(ActivityEntry),
    errors: [],
  },
} as const satisfies RouteTable

import { z } from 'zod'
import { ActivityEntry } from '../events.ts'
import { Approval } from './approval.ts'
import { Desktop } from './desktop.ts'
import { Task } from './task.ts'
import { BatchCounts } from './task-counts.ts'
import { Votes } from './vote.ts'
import { Overview, Settings } from './workspace.ts'

export const BoardTask = Task.omit({
  content: true,
  result: true,
  timeoutSeconds: true,
  graceSeconds: true,
  outputRemovedAt: true,
  rerunAs: true,
  createdByTask: true,
})
  .extend({
    approvals: Votes.nullable().describe(
      'Who has approved its result, while it is in review; null: one approval is enough.',
    ),
    summary: z.string().meta({
      description: 'The first line of the content, cut to 200 characters.',
      example: 'npm test',
    }),
    contentLength: z.int().optional().meta({
      description:
        'The size of the content in bytes, if it is more than 4,000: too long to be read at a glance.',
      example: 5200,
    }),
    tail: z.string().nullable().meta({
      description:
        'The last line of the output, cut to 200 characters; null: none yet, or it never ran.',
      example: '42 passed, 0 failed',
    }),
  })
  .meta({
    id: 'BoardTask',
    description: 'A task as a card: one line of its content and one line of its output.',
  })
export type BoardTask = z.infer<typeof BoardTask>

export const BoardApproval = Approval.pick({ id: true, taskId: true, createdAt: true }).meta({
  id: 'BoardApproval',
  description: 'A pending approval, and its task.',
})
export type BoardApproval = z.infer<typeof BoardApproval>

const column = z.array(BoardTask)

export const Board = z
  .object({
    overview: Overview.describe('The counts and loads.'),
    settings: Settings.describe("The workspace's settings."),
    columns: z
      .object({
        pending: column.describe('Tasks that wait to be run.'),
        running: column.describe('Tasks that run.'),
        review: column.describe('Tasks whose result waits for a decision.'),
        done: column.describe('Tasks that have succeeded.'),
        failed: column.describe('Tasks that have failed or were rejected.'),
        cancelled: column.describe('Tasks that were cancelled.'),
      })
      .describe('The newest tasks of each status, newest first.'),
    batches: z.array(BatchCounts).describe('The batches of which a task is in the columns.'),
    approvals: z
      .array(BoardApproval)
      .describe('The pending ones of kind result, the newest 1,000, newest first.'),
    permissions: z.array(BoardApproval).describe('The pending ones of kind permission, likewise.'),
    desktops: z.array(Desktop).describe('All desktops, oldest first.'),
    activity: z.array(ActivityEntry).describe('The newest 100 events, newest first.'),
  })
  .meta({
    id: 'Board',
    description: 'Everything that the dashboard starts with, read at one moment.',
  })
/** The schema leaves the events' payloads open, the type pairs them. */
export type Board = Omit<z.infer<typeof Board>, 'activity'> & { activity: ActivityEntry[] }

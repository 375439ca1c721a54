import { z } from 'zod'
import { ActivityEntry } from '../events.ts'
import { Approval } from './approval.ts'
import { Desktop } from './desktop.ts'
import { Task } from './task.ts'
import { Overview, Settings } from './workspace.ts'

/** A task as a card: what it was asked for and what it printed are a line each. */
export const BoardTask = Task.omit({
  content: true,
  result: true,
  timeoutSeconds: true,
  graceSeconds: true,
  outputRemovedAt: true,
}).extend({
  /** The first line of the content, cut to 200 characters, as in the task's events. */
  summary: z.string(),
  /** Bytes of the content, where these are more than 4,000: too many to be seen at a glance. */
  contentLength: z.int().optional(),
  /** The last line of the output, cut to 200 characters; null: none yet, or it never ran. */
  tail: z.string().nullable(),
})
export type BoardTask = z.infer<typeof BoardTask>

/** That it waits, and for which task; what it is about is in the list of approvals. */
export const BoardApproval = Approval.pick({ id: true, taskId: true, createdAt: true })
export type BoardApproval = z.infer<typeof BoardApproval>

const column = z.array(BoardTask)

/** Everything that the dashboard begins with, read at one moment. */
export const Board = z.object({
  overview: Overview,
  settings: Settings,
  /** Newest first. */
  columns: z.object({
    pending: column,
    running: column,
    review: column,
    done: column,
    failed: column,
    cancelled: column,
  }),
  /** The pending ones of kind `result`, the newest 1,000, newest first. */
  approvals: z.array(BoardApproval),
  /** The pending ones of kind `permission`, likewise. */
  permissions: z.array(BoardApproval),
  /** Oldest first. */
  desktops: z.array(Desktop),
  /** The newest 100 events, newest first. */
  activity: z.array(ActivityEntry),
})
/** The schema leaves the events' payloads open, the type pairs them. */
export type Board = Omit<z.infer<typeof Board>, 'activity'> & { activity: ActivityEntry[] }

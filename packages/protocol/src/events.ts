import { z } from 'zod'
import type { DESKTOP_EVENT_TYPES } from './desktop-event-types.ts'
import { Agent, AgentUsage } from './resources/agent.ts'
import { ApprovalKind, ApprovalStatus } from './resources/approval.ts'
import type { ChatTurn } from './resources/chat.ts'
import { DesktopStatus, Metrics } from './resources/desktop.ts'
import { OutputStream, TaskError, TaskStatusSchema, TaskType, Waiting } from './resources/task.ts'
import { Timestamp } from './resources/text.ts'

const TaskPayload = z.object({
  taskId: z.string(),
  desktopId: z.string(),
  status: TaskStatusSchema,
  /** Its status before this event, so that counts can be kept by events alone; null: it is new. */
  from: TaskStatusSchema.nullable(),
  type: TaskType,
  /** The first line of the content, cut to 200 characters: enough for a sentence about it. */
  summary: z.string(),
  /** Bytes of the content, where these are more than 4,000. */
  contentLength: z.int().optional(),
  requiresApproval: z.boolean(),
  createdAt: Timestamp,
  startedAt: Timestamp.optional(),
  processStartedAt: Timestamp.optional(),
  processEndedAt: Timestamp.optional(),
  reviewStartedAt: Timestamp.optional(),
  /**
   * `queued` until `task.dequeued`; `desktop_offline` until the desktop's next `desktop.status`;
   * `permission` as the approvals' events tell. Where it is left out, nothing is known to hold it up.
   */
  waiting: Waiting.optional(),
  /** Before this event it was one of the overview's `queued` tasks, and isn't any more. */
  wasQueued: z.boolean().optional(),
  completedAt: Timestamp.optional(),
  cancelRequestedAt: Timestamp.optional(),
  exitCode: z.int().optional(),
  error: TaskError.optional(),
  usage: AgentUsage.optional(),
  feedback: z.string().optional(),
})
export type TaskPayload = z.infer<typeof TaskPayload>

const ApprovalPayload = z.object({
  approvalId: z.string(),
  kind: ApprovalKind,
  taskId: z.string(),
  desktopId: z.string(),
  status: ApprovalStatus,
  createdAt: Timestamp,
  resolvedAt: Timestamp.optional(),
  resolvedBy: z.string().optional(),
  feedback: z.string().optional(),
  /** What a permission is asked for, in one line; of a result left out. */
  title: z.string().optional(),
  /** What the task of a permission waits for from now on; of a result left out. */
  waiting: Waiting.nullable().optional(),
})
export type ApprovalPayload = z.infer<typeof ApprovalPayload>

const DesktopPayload = z.object({
  desktopId: z.string(),
  name: z.string(),
  status: DesktopStatus,
  /** Why its runner was cut off, where that is what has happened. */
  problem: z.string().optional(),
})
export type DesktopPayload = z.infer<typeof DesktopPayload>

/** The durable events: rows of the activity log, numbered, replayed by cursor. */
export const ACTIVITY_EVENTS = {
  'task.created': TaskPayload,
  'task.started': TaskPayload,
  /** The desktop has taken the run, but all its places are busy. */
  'task.queued': TaskPayload,
  /** The process of a run that was queued has started. */
  'task.dequeued': TaskPayload,
  'task.review': TaskPayload,
  'task.completed': TaskPayload,
  'task.failed': TaskPayload,
  'task.cancelled': TaskPayload,
  /** The task is gone, with its output; `status` and `from` are its last one. */
  'task.deleted': TaskPayload,
  'approval.created': ApprovalPayload,
  'approval.resolved': ApprovalPayload,
  'desktop.started': DesktopPayload,
  'desktop.stopped': DesktopPayload,
  'desktop.error': DesktopPayload,
} as const

export type ActivityType = keyof typeof ACTIVITY_EVENTS
export const ActivityType = z.enum(Object.keys(ACTIVITY_EVENTS) as [ActivityType])

/** One event as its type and the payload that goes with it. */
export type ActivityEvent = {
  [T in ActivityType]: { type: T; payload: z.infer<(typeof ACTIVITY_EVENTS)[T]> }
}[ActivityType]

/** A durable event with its place in the log. */
export const ActivityEntry = z.object({
  id: z.int(),
  at: Timestamp,
  type: ActivityType,
  payload: z.record(z.string(), z.unknown()),
})
export type ActivityEntry = ActivityEvent & { id: number; at: string }

/** Live output; passes by once, without an id. The durable copy is the task's output. */
export const TaskOutput = z.object({
  taskId: z.string(),
  desktopId: z.string(),
  seq: z.int(),
  stream: OutputStream,
  data: z.string(),
})

/**
 * For a client that was behind: of this task's output what is up to the chunk `seq` was not sent to it,
 * or not all. It is to be fetched behind the last chunk that came.
 */
export const OutputSkipped = z.object({
  taskId: z.string(),
  desktopId: z.string(),
  seq: z.int(),
})
export type OutputSkipped = z.infer<typeof OutputSkipped>

/** What the activity stream carries besides the durable events. */
export type LiveEvent =
  | { type: 'task.output'; payload: z.infer<typeof TaskOutput> }
  | { type: 'output.skipped'; payload: OutputSkipped }
  /** The stream has begun: this frame's id is the client's place. Nothing has happened. */
  | { type: 'stream.cursor'; payload: Record<string, never> }
  /** The cursor cannot be continued: take a new snapshot, then follow from this frame's id. */
  | { type: 'stream.reset'; payload: Record<string, never> }

export const DesktopState = z.object({
  id: z.string(),
  name: z.string(),
  status: DesktopStatus,
  ipAddress: z.string().nullable(),
  agentReady: z.boolean(),
  labels: z.array(z.string()),
  /** Percent. */
  cpu: z.number().nullable(),
  /** Percent. */
  memory: z.number().nullable(),
  metrics: Metrics.nullable(),
  agent: Agent.nullable(),
  presets: z.array(z.string()),
  problem: z.string().nullable(),
  lastSeenAt: Timestamp.nullable(),
})

/**
 * The state of a desktop as it changes. A new, a renamed and a removed desktop (`destroyed`) are
 * changes of its status as well.
 */
export type DesktopStateEvent = {
  type: (typeof DESKTOP_EVENT_TYPES)[number]
  payload: z.infer<typeof DesktopState>
}

/** A turn of the desktop's conversation is new or has changed; null: the conversation was cleared. */
export type DesktopChatEvent = {
  type: 'desktop.chat'
  payload: { desktopId: string; turn: ChatTurn | null }
}

/** What `GET /api/desktops/stream` carries, and the activity stream on request; live only. */
export type DesktopEvent = DesktopStateEvent | DesktopChatEvent

import { z } from 'zod'
import type { DESKTOP_EVENT_TYPES } from './desktop-event-types.ts'
import { Actor } from './resources/actor.ts'
import { Agent, AgentUsage } from './resources/agent.ts'
import { ApprovalKind, ApprovalStatus } from './resources/approval.ts'
import type { ChatTurn } from './resources/chat.ts'
import { AgentKey, DesktopStatus, Invitation, Machine, Metrics } from './resources/desktop.ts'
import { OutputStream, TaskError, TaskStatusSchema, TaskType, Waiting } from './resources/task.ts'
import { Timestamp } from './resources/text.ts'
import { Upgrade, UpgradePolicy } from './resources/upgrade.ts'
import { Votes } from './resources/vote.ts'

export const TaskPayload = z
  .object({
    taskId: z.string().meta({ description: 'The task.', example: 'task_01kgs8x3m4' }),
    desktopId: z
      .string()
      .meta({ description: "The task's desktop.", example: 'desktop_01kgs8x3m4' }),
    status: TaskStatusSchema.describe("The task's status with this event."),
    from: TaskStatusSchema.nullable().describe(
      'Its status before this event, so that counts can be kept by events alone; null: it is new.',
    ),
    type: TaskType.describe("What the task's content is."),
    summary: z.string().meta({
      description:
        'The first line of the content, cut to 200 characters: enough for a sentence about it.',
      example: 'npm test',
    }),
    contentLength: z.int().optional().meta({
      description: 'Bytes of the content, where these are more than 4,000.',
      example: 5200,
    }),
    requiresApproval: z
      .boolean()
      .meta({ description: 'A success waits in review for a decision.', example: true }),
    approvals: Votes.optional().describe(
      'The approvals of its result; left out: it needs one at most, or is not in review.',
    ),
    approvalsAsked: z.int().optional().meta({
      description:
        'How many people it asks for by itself; left out: as many as the workspace asks for.',
      example: 2,
    }),
    createdAt: Timestamp.describe('When the task was created.'),
    startedAt: Timestamp.optional().describe('When run was accepted.'),
    processStartedAt: Timestamp.optional().describe('When its process was seen to start.'),
    processEndedAt: Timestamp.optional().describe('When its process was seen to end.'),
    reviewStartedAt: Timestamp.optional().describe('When it entered review.'),
    wasQueued: z
      .boolean()
      .optional()
      .describe("Until this event the task was one of the overview's queued tasks."),
    waiting: Waiting.optional().describe(
      "Queued until task.dequeued; desktop_offline until the desktop's next desktop.status; permission as the approvals' events tell. Left out: nothing is known to hold it up.",
    ),
    completedAt: Timestamp.optional().describe('When the task reached a final status.'),
    cancelRequestedAt: Timestamp.optional().describe('When the task was asked to stop.'),
    exitCode: z.int().optional().meta({ description: 'The exit code of its process.', example: 0 }),
    error: TaskError.optional().describe('Why the task failed.'),
    usage: AgentUsage.optional().describe('What an agent has used.'),
    feedback: z
      .string()
      .optional()
      .meta({ description: 'What the reviewer said.', example: 'Looks right.' }),
    attempt: z
      .int()
      .optional()
      .meta({ description: 'Which try it is; left out: the first.', example: 2 }),
    rerunOf: z
      .string()
      .optional()
      .meta({ description: 'The task that it runs again.', example: 'task_01kgs8x3m4' }),
    createdBy: Actor.optional().describe('Who created it; left out: not known.'),
    startedBy: Actor.optional().describe('Who ran it; left out: nobody yet, or not known.'),
    batchId: z.string().optional().meta({
      description: 'What it shares with the tasks that the same request made.',
      example: 'batch_01kgs8x3m4',
    }),
  })
  .meta({ id: 'TaskPayload', description: 'What has happened to a task.' })
export type TaskPayload = z.infer<typeof TaskPayload>

export const ApprovalPayload = z
  .object({
    approvalId: z.string().meta({ description: 'The approval.', example: 'approval_01kgs8x3m4' }),
    kind: ApprovalKind.describe('What is decided: a result, or a permission.'),
    taskId: z
      .string()
      .meta({ description: 'The task that waits for the decision.', example: 'task_01kgs8x3m4' }),
    desktopId: z
      .string()
      .meta({ description: "The task's desktop.", example: 'desktop_01kgs8x3m4' }),
    status: ApprovalStatus.describe('Whether and how it was decided.'),
    createdAt: Timestamp.describe('When the question came up.'),
    resolvedAt: Timestamp.optional().describe('When it was decided.'),
    resolvedBy: z
      .string()
      .optional()
      .meta({ description: 'The id of the user who decided.', example: 'user_01kgs8x3m4' }),
    resolver: Actor.optional().describe('Who decided; the system where a rule or time limit did.'),
    feedback: z
      .string()
      .optional()
      .meta({ description: 'What the reviewer said.', example: 'Looks right.' }),
    approvals: Votes.optional().describe('Who has said what so far; left out: one person decides.'),
    voter: z.string().optional().meta({
      description:
        'Of approval.voted: the id of the user who approved; left out: votes were dropped, or another number is needed, because settings or roles have changed.',
      example: 'user_01kgs8x3m4',
    }),
    title: z.string().optional().meta({
      description:
        'What the agent asks permission for, in one line; left out: the approval is of a result.',
      example: 'npm publish',
    }),
    waiting: Waiting.nullable()
      .optional()
      .describe(
        'For a permission: what its task waits for from now on. Left out: the approval is of a result.',
      ),
  })
  .meta({ id: 'ApprovalPayload', description: 'What has happened to an approval.' })
export type ApprovalPayload = z.infer<typeof ApprovalPayload>

export const DesktopPayload = z
  .object({
    desktopId: z.string().meta({ description: 'The desktop.', example: 'desktop_01kgs8x3m4' }),
    name: z.string().meta({ description: 'What people call it.', example: 'build machine' }),
    status: DesktopStatus.describe('Its status with this event.'),
    problem: z.string().optional().meta({
      description:
        'Why its runner was cut off, or could not be upgraded, where that is what has happened.',
      example: 'It said more than it may.',
    }),
    version: z.string().optional().meta({
      description: 'Of an upgrade: to which version.',
      example: '0.2.0',
    }),
  })
  .meta({ id: 'DesktopPayload', description: 'What has happened to a desktop.' })
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
  /** Somebody has approved, and more have to; or what counts has changed. */
  'approval.voted': ApprovalPayload,
  /** The approval has waited for as long as the workspace's setting says. */
  'approval.reminded': ApprovalPayload,
  'approval.resolved': ApprovalPayload,
  'desktop.started': DesktopPayload,
  'desktop.stopped': DesktopPayload,
  'desktop.error': DesktopPayload,
  /** It went to another workspace: from now on it is none of this one. */
  'desktop.movedAway': DesktopPayload,
  /** It came from another workspace. */
  'desktop.movedHere': DesktopPayload,
  /** Its runner came back with the server's version. */
  'desktop.upgraded': DesktopPayload,
  /** Its runner could not be upgraded, and goes on as it was. */
  'desktop.upgradeFailed': DesktopPayload,
} as const

export type ActivityType = keyof typeof ACTIVITY_EVENTS
export const ActivityType = z
  .enum(Object.keys(ACTIVITY_EVENTS) as [ActivityType])
  .meta({ id: 'ActivityType', description: 'What kind of event it is.' })

/** One event as its type and the payload that goes with it. */
export type ActivityEvent = {
  [T in ActivityType]: { type: T; payload: z.infer<(typeof ACTIVITY_EVENTS)[T]> }
}[ActivityType]

/** A durable event with its place in the log. */
export const ActivityEntry = z
  .union([
    entryOf('TaskEvent', TaskPayload),
    entryOf('ApprovalEvent', ApprovalPayload),
    entryOf('DesktopEvent', DesktopPayload),
  ])
  .meta({ id: 'Event', description: 'A durable event with its place in the log.' })
export type ActivityEntry = ActivityEvent & { id: number; at: string; actor: Actor | null }

export const TaskOutput = z
  .object({
    taskId: z.string().meta({ description: 'The task.', example: 'task_01kgs8x3m4' }),
    desktopId: z
      .string()
      .meta({ description: "The task's desktop.", example: 'desktop_01kgs8x3m4' }),
    seq: z
      .int()
      .meta({ description: 'The number of the chunk in its run, starting at 1.', example: 1 }),
    stream: OutputStream.describe('Where it was printed.'),
    data: z.string().meta({
      description: 'What was printed; bytes that are not UTF-8 show as U+FFFD.',
      example: '42 passed\n',
    }),
    tail: z.string().nullable().optional().meta({
      description:
        'The last line that the output shows so far, as on the board; left out where another chunk follows at once.',
      example: '42 passed',
    }),
  })
  .meta({ id: 'TaskOutput', description: "A piece of a run's output, as it is printed." })

export const OutputSkipped = z
  .object({
    taskId: z.string().meta({ description: 'The task.', example: 'task_01kgs8x3m4' }),
    desktopId: z
      .string()
      .meta({ description: "The task's desktop.", example: 'desktop_01kgs8x3m4' }),
    seq: z
      .int()
      .meta({ description: 'The last chunk that was left out, all or some of it.', example: 7 }),
  })
  .meta({
    id: 'OutputSkipped',
    description:
      'For a client that fell behind: output of this task up to the chunk seq was left out, all or some of it. Fetch it from the last chunk that you got.',
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

export const DesktopState = z
  .object({
    id: z.string().meta({ description: 'The desktop.', example: 'desktop_01kgs8x3m4' }),
    name: z.string().meta({ description: 'What people call it.', example: 'build machine' }),
    status: DesktopStatus.describe('Whether it can be used.'),
    ipAddress: z.string().nullable().meta({
      description: 'The address that its runner connects from; null: it never has.',
      example: '192.0.2.20',
    }),
    agentReady: z.boolean().meta({ description: 'Its agent takes prompts now.', example: true }),
    labels: z
      .array(z.string())
      .meta({ description: 'Labels to find and group it by.', example: ['linux', 'gpu'] }),
    cpu: z
      .number()
      .nullable()
      .meta({ description: 'Processors in percent; null: not known.', example: 12.5 }),
    memory: z
      .number()
      .nullable()
      .meta({ description: 'Memory in percent; null: not known.', example: 37.5 }),
    metrics: Metrics.nullable().describe('Its load; null: not known.'),
    machine: Machine.nullable().describe('Its machine; null: its runner has never connected.'),
    agent: Agent.nullable().describe('Its agent; null: none.'),
    presets: z.array(z.string()).meta({
      description: 'The known agent programs on its PATH, by their names.',
      example: ['opencode'],
    }),
    lastSeenAt: Timestamp.nullable().describe('When its runner was last heard of; null: never.'),
    invitation: Invitation.nullable().describe(
      'Whose invitation it came with; null: it was registered, or the invitation is gone.',
    ),
    problem: z.string().nullable().meta({
      description: "Why its runner was cut off, in words; null: it wasn't, or is back.",
      example: null,
    }),
    agentKey: AgentKey,
    upgradePolicy: UpgradePolicy.describe('When its runner is upgraded.'),
    upgrade: Upgrade.nullable().describe(
      'The upgrade of its runner; null: the runner is not older than the server.',
    ),
  })
  .meta({ id: 'DesktopState', description: 'The state of a desktop as it changes.' })

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

/** The types of the durable events that have this payload. */
export function typesWith(payload: z.ZodType): ActivityType[] {
  return ActivityType.options.filter((type) => ACTIVITY_EVENTS[type] === payload)
}

function entryOf<T extends z.ZodType>(id: string, payload: T) {
  return z
    .object({
      id: z.int().meta({ description: 'Its number in the log.', example: 42 }),
      at: Timestamp.describe('When it happened.'),
      actor: Actor.nullable().describe('Who made it happen; null: not known.'),
      type: z.enum(typesWith(payload)).describe('What has happened.'),
      payload: payload.describe('What it happened to, as it is now.'),
    })
    .meta({ id, description: 'A durable event with its place in the log.' })
}

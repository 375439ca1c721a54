import { z } from 'zod'
import { FAILURE_CODES } from '../failures.ts'
import { GRACE_SECONDS_MAX } from '../grace.ts'
import { TASK_STATUSES } from '../task-state.ts'
import { AgentUsage } from './agent.ts'
import { Content, Feedback, Timestamp } from './text.ts'

export const TaskType = z.enum(['prompt', 'command'])
export type TaskType = z.infer<typeof TaskType>

export const TaskStatusSchema = z.enum(TASK_STATUSES)

/** Why a running task doesn't get on: its process hasn't started yet, or its agent has asked a person. */
export const Waiting = z.enum(['queued', 'desktop_offline', 'permission'])
export type Waiting = z.infer<typeof Waiting>

export const TaskError = z.object({ code: z.enum(FAILURE_CODES), message: z.string() })
export type TaskError = z.infer<typeof TaskError>

/** How long a process may run: 1 s to 30 days; null: as long as it likes. */
export const TimeoutSeconds = z.int().min(1).max(2_592_000).nullable()

/** How long a process may tidy up when it is stopped; 0: it is killed at once. */
const GraceSeconds = z.int().min(0).max(GRACE_SECONDS_MAX)

export const Task = z.object({
  id: z.string(),
  type: TaskType,
  content: z.string(),
  status: TaskStatusSchema,
  desktopId: z.string(),
  requiresApproval: z.boolean(),
  /** Counted from the process's start by the desktop's own clock. */
  timeoutSeconds: z.int().nullable(),
  /** Between TERM and KILL when it is cancelled or has timed out. */
  graceSeconds: z.int(),
  /** Since when its output and evidence, being too old, are not kept any more. */
  outputRemovedAt: Timestamp.nullable(),
  createdAt: Timestamp,
  /** The moment at which `run` was accepted. */
  startedAt: Timestamp.nullable(),
  /** The moment at which its process was seen to start; null: it hasn't, or nobody has seen it. */
  processStartedAt: Timestamp.nullable(),
  /** The moment at which its process was seen to end; null: it hasn't, or nobody has seen it. */
  processEndedAt: Timestamp.nullable(),
  /** The moment at which it entered review; null: it hasn't. */
  reviewStartedAt: Timestamp.nullable(),
  /** The moment at which the task reached a final status. */
  completedAt: Timestamp.nullable(),
  /** From the acceptance of `run` to the start of the process, in ms; null: unknown, or not over yet. */
  queuedMs: z.int().nullable(),
  /** From the start of the process to its end, in ms; null: unknown, or not over yet. */
  ranMs: z.int().nullable(),
  /** From the beginning of review to the decision, in ms; null: there was none, or not yet. */
  waitedForReviewMs: z.int().nullable(),
  waiting: Waiting.nullable(),
  exitCode: z.int().nullable(),
  error: TaskError.nullable(),
  /** An agent's final answer. */
  result: z.string().nullable(),
  /** What an agent has used; of a command, and while it runs, null. */
  usage: AgentUsage.nullable(),
  feedback: z.string().nullable(),
  cancelRequestedAt: Timestamp.nullable(),
})
export type Task = z.infer<typeof Task>

export const NewTask = z.object({
  type: TaskType,
  content: Content,
  desktopId: z.string(),
  requiresApproval: z.boolean().optional(),
  /** Left out: what the desktop has as its default. */
  timeoutSeconds: TimeoutSeconds.optional(),
  /** Left out: 5. */
  graceSeconds: GraceSeconds.optional(),
})
export type NewTask = z.infer<typeof NewTask>

export const BATCH_MAX = 1000

export const NewTaskBatch = z.object({
  tasks: z.array(NewTask).min(1).max(BATCH_MAX),
  run: z.boolean().optional(),
})

export const TaskIds = z.object({ ids: z.array(z.string()).min(1).max(BATCH_MAX) })

export const Decision = z.enum(['approve', 'reject'])
export type Decision = z.infer<typeof Decision>

export const Review = z.object({ decision: Decision, feedback: Feedback.optional() })
export type Review = z.infer<typeof Review>

export const OutputStream = z.enum(['stdout', 'stderr', 'agent', 'system'])
export type OutputStream = z.infer<typeof OutputStream>

/** A piece of a run's output; bytes that are not UTF-8 show as U+FFFD. */
export const OutputChunk = z.object({
  seq: z.int(),
  stream: OutputStream,
  at: Timestamp,
  data: z.string(),
})
export type OutputChunk = z.infer<typeof OutputChunk>

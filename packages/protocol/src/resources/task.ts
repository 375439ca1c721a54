import { z } from 'zod'
import { FAILURE_CODES } from '../failures.ts'
import { GRACE_SECONDS_MAX } from '../grace.ts'
import { TASK_STATUSES } from '../task-state.ts'
import { Actor } from './actor.ts'
import { AgentUsage } from './agent.ts'
import { Content, Feedback, Timestamp } from './text.ts'
import { Decision, Quorum, Votes } from './vote.ts'

export const TaskType = z.enum(['prompt', 'command']).meta({
  id: 'TaskType',
  description: 'What the content of a task is: a prompt for the agent, or a command for the shell.',
})
export type TaskType = z.infer<typeof TaskType>

export const TaskStatusSchema = z
  .enum(TASK_STATUSES)
  .meta({ id: 'TaskStatus', description: 'Where a task is in its life.' })

export const Waiting = z.enum(['queued', 'desktop_offline', 'permission']).meta({
  id: 'Waiting',
  description:
    "Why a running task doesn't make progress: its process hasn't started yet, or its agent waits for a person.",
})
export type Waiting = z.infer<typeof Waiting>

export const TaskError = z
  .object({
    code: z.enum(FAILURE_CODES).describe('Why it failed: a stable code, for programs.'),
    message: z.string().meta({
      description: 'Why it failed, in words.',
      example: 'The command ended with exit code 1.',
    }),
  })
  .meta({ id: 'TaskError', description: 'Why a task has failed.' })
export type TaskError = z.infer<typeof TaskError>

/** How long a process may run: 1 s to 30 days; null: as long as it likes. */
export const TimeoutSeconds = z.int().min(1).max(2_592_000).nullable()

/** How long a process may tidy up when it is stopped; 0: it is killed at once. */
const GraceSeconds = z.int().min(0).max(GRACE_SECONDS_MAX)

export const Task = z
  .object({
    id: z.string().meta({ description: "The task's id.", example: 'task_01kgs8x3m4' }),
    type: TaskType.describe('What the content is.'),
    content: z.string().meta({
      description: 'The shell command or the prompt, as it was given.',
      example: 'npm test',
    }),
    status: TaskStatusSchema.describe('Where the task is in its life.'),
    desktopId: z
      .string()
      .meta({ description: 'The desktop that it runs on.', example: 'desktop_01kgs8x3m4' }),
    requiresApproval: z
      .boolean()
      .meta({ description: 'A success waits in review for a decision.', example: true }),
    approvals: Votes.nullable().describe(
      'The approvals of its result, where it needs any; null: it needs none, or was over before.',
    ),
    approvalsAsked: z.int().nullable().meta({
      description:
        'How many people it asks for by itself; null: as many as the workspace asks for.',
      example: null,
    }),
    timeoutSeconds: z.int().nullable().meta({
      description: "How long its process may run, by the desktop's own clock; null: no limit.",
      example: 3600,
    }),
    graceSeconds: z.int().meta({
      description: 'The time between TERM and KILL when it is cancelled or has timed out.',
      example: 5,
    }),
    outputRemovedAt: Timestamp.nullable().describe(
      'When its output and evidence were removed because of their age; null: they are still there.',
    ),
    createdAt: Timestamp.describe('When it was created.'),
    startedAt: Timestamp.nullable().describe("When run was accepted; null: it wasn't run."),
    processStartedAt: Timestamp.nullable().describe(
      "When its process started; null: it hasn't, or nobody saw it.",
    ),
    processEndedAt: Timestamp.nullable().describe(
      "When its process ended; null: it hasn't, or nobody saw it.",
    ),
    reviewStartedAt: Timestamp.nullable().describe("When it entered review; null: it hasn't."),
    completedAt: Timestamp.nullable().describe(
      "When the task reached a final status; null: it hasn't.",
    ),
    queuedMs: z.int().nullable().meta({
      description:
        'From the acceptance of run to the start of the process, in ms; null: unknown, or not over yet.',
      example: 40,
    }),
    ranMs: z.int().nullable().meta({
      description:
        'From the start of the process to its end, in ms; null: unknown, or not over yet.',
      example: 5400,
    }),
    waitedForReviewMs: z.int().nullable().meta({
      description:
        'From the beginning of review to the decision, in ms; null: there was none, or not yet.',
      example: 90000,
    }),
    waiting: Waiting.nullable().describe(
      'What a running task waits for; null: nothing that is known.',
    ),
    exitCode: z
      .int()
      .nullable()
      .meta({ description: 'The exit code of its process; null: it has none.', example: 0 }),
    error: TaskError.nullable().describe("Why it failed; null: it hasn't."),
    result: z.string().nullable().meta({
      description: "An agent's final answer; null: there is none.",
      example: 'All tests pass now.',
    }),
    usage: AgentUsage.nullable().describe(
      'What an agent used; null: the task is a command, or still runs.',
    ),
    feedback: z
      .string()
      .nullable()
      .meta({ description: 'What the reviewer said; null: nothing.', example: 'Looks right.' }),
    cancelRequestedAt: Timestamp.nullable().describe("When it was asked to stop; null: it wasn't."),
    attempt: z.int().meta({
      description: 'Which try it is: 1 for a task of its own, one more for each that ran it again.',
      example: 1,
    }),
    rerunOf: z.string().nullable().meta({
      description: 'The task that it runs again, which may have been deleted since; null: none.',
      example: null,
    }),
    rerunAs: z.string().nullable().meta({
      description: 'The newest task that runs this one again; null: there is none.',
      example: null,
    }),
    batchId: z.string().nullable().meta({
      description: 'What it shares with the tasks that the same request made; null: it was alone.',
      example: null,
    }),
    createdByTask: z.string().nullable().meta({
      description: 'The task whose agent has created it, by its own API key; null: no agent has.',
      example: null,
    }),
    createdBy: Actor.nullable().describe('Who created it; null: not known.'),
    startedBy: Actor.nullable().describe('Who ran it; null: nobody yet, or not known.'),
  })
  .meta({ id: 'Task', description: 'What the user asked for.' })
export type Task = z.infer<typeof Task>

export const NewTask = z
  .object({
    type: TaskType.describe('What the content is.'),
    content: Content.meta({
      description: 'The shell command or the prompt: up to 65,536 bytes of UTF-8, used as it is.',
      example: 'npm test',
    }),
    desktopId: z
      .string()
      .meta({ description: 'The desktop to run it on.', example: 'desktop_01kgs8x3m4' }),
    requiresApproval: z.boolean().optional().meta({
      description: "Whether a success waits for a decision; left out: the workspace's default.",
      example: true,
    }),
    approvals: z
      .object({
        required: Quorum.meta({
          description:
            "How many people have to approve, if that is more than the workspace's number.",
          example: 2,
        }),
      })
      .nullable()
      .optional()
      .describe(
        'Asks for the approval of several people; the task requires approval then. Null or left out: as many as the workspace asks for.',
      ),
    timeoutSeconds: TimeoutSeconds.optional().meta({
      description: "How long its process may run; null: no limit; left out: the desktop's default.",
      example: 3600,
    }),
    graceSeconds: GraceSeconds.optional().meta({
      description: 'The time between TERM and KILL; left out: 5.',
      example: 5,
    }),
    rerunOf: z.string().nullable().optional().meta({
      description: 'The task that this one runs again, as it was or changed; null: none.',
      example: 'task_01kgs8x3m4',
    }),
  })
  .meta({ id: 'NewTask', description: 'A task to create.' })
export type NewTask = z.infer<typeof NewTask>

export const BATCH_MAX = 1000

export const NewTaskBatch = z
  .object({
    tasks: z.array(NewTask).min(1).max(BATCH_MAX).describe('The tasks, in their order.'),
    run: z
      .boolean()
      .optional()
      .meta({ description: 'Also run each task that can start.', example: true }),
  })
  .meta({ id: 'NewTaskBatch', description: 'Tasks to create, all or nothing.' })

export const TaskIds = z
  .object({
    ids: z
      .array(z.string())
      .min(1)
      .max(BATCH_MAX)
      .meta({ description: "The tasks' ids.", example: ['task_01kgs8x3m4'] }),
  })
  .meta({ id: 'TaskIds', description: 'Tasks, by their ids.' })

export const Rerun = TaskIds.extend({
  run: z
    .boolean()
    .optional()
    .meta({ description: 'Also run each task that can start.', example: true }),
}).meta({ id: 'Rerun', description: 'Tasks to create once more.' })

export const Review = z
  .object({
    decision: Decision.describe('The decision.'),
    feedback: Feedback.optional().meta({
      description: 'A note for whoever asked.',
      example: 'Looks right.',
    }),
  })
  .meta({ id: 'Review', description: 'The decision of a person about a result.' })
export type Review = z.infer<typeof Review>

export const OutputStream = z
  .enum(['stdout', 'stderr', 'agent', 'system'])
  .meta({ id: 'OutputStream', description: 'Where output comes from.' })
export type OutputStream = z.infer<typeof OutputStream>

/** How the bytes of output are given: as text, or exactly. */
export const OutputEncoding = z.enum(['text', 'base64'])
export type OutputEncoding = z.infer<typeof OutputEncoding>

export const OutputChunk = z
  .object({
    seq: z
      .int()
      .meta({ description: 'The number of the chunk in its run, starting at 1.', example: 1 }),
    stream: OutputStream.describe('Where it was printed.'),
    at: Timestamp.describe("When it was printed, by the desktop's clock."),
    data: z.string().meta({
      description:
        'What was printed; bytes that are not UTF-8 show as U+FFFD. With encoding=base64 the exact bytes, in base64.',
      example: '42 passed\n',
    }),
  })
  .meta({ id: 'OutputChunk', description: "A piece of a run's output." })
export type OutputChunk = z.infer<typeof OutputChunk>

/**
 * The frames of a followed task: the task at the start, at each change and at its end; in between what it
 * prints, each chunk numbered by its frame's id.
 */
export type TaskFrame =
  | { type: 'task.state'; payload: Task }
  | { type: 'task.chunk'; payload: OutputChunk }

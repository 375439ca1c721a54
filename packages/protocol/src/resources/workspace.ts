import { z } from 'zod'
import { APPROVER_ROLES } from '../quorum.ts'
import { AgentUsage } from './agent.ts'
import { Usage } from './desktop.ts'
import { TaskCounts } from './task-counts.ts'
import { Timestamp } from './text.ts'
import { Quorum } from './vote.ts'

/** After how many seconds an unanswered permission is denied: at most a week. */
const PermissionTimeout = z.int().min(1).max(604_800)

/** After how many seconds people are reminded, once, of a pending approval: at most a week. */
const ApprovalReminder = z.int().min(1).max(604_800)

export const Settings = z
  .object({
    requireApproval: z.boolean().meta({
      description: "Whether new tasks that don't say otherwise need an approval.",
      example: false,
    }),
    approverRole: z.enum(APPROVER_ROLES).meta({
      description:
        'Who decides about results and permissions: approvers and admins, or admins only.',
      example: 'approver',
    }),
    approveOwn: z.boolean().meta({
      description:
        'Whether people may approve results of tasks that they created, ran or ran again themselves.',
      example: true,
    }),
    approvalQuorum: Quorum.meta({
      description: 'How many people have to approve a result; a task may ask for more.',
      example: 1,
    }),
    approvalReminderSeconds: ApprovalReminder.nullable().meta({
      description:
        'An approval that has waited for this long is called to mind once; null: none ever is.',
      example: null,
    }),
    permissionTimeoutSeconds: PermissionTimeout.meta({
      description: 'A permission that nobody answers within this time is denied: at most a week.',
      example: 3600,
    }),
    agentFrom: z.string().nullable().meta({
      description:
        'The desktop whose agent, permission rules and default time limit new desktops get; null: they get none.',
      example: 'desktop_01kgs8x3m4',
    }),
  })
  .meta({ id: 'Settings', description: 'Settings of the whole workspace.' })
export type Settings = z.infer<typeof Settings>

export const SettingsChanges = Settings.partial()
export type SettingsChanges = z.infer<typeof SettingsChanges>

const count = z.int().nonnegative()

export const Overview = z
  .object({
    tasks: TaskCounts.describe('All tasks, by their status.'),
    queued: count.meta({
      description:
        'Running tasks whose process hasn’t started yet, because their desktop is busy or offline.',
      example: 0,
    }),
    lostAfterSeconds: z.int().nullable().meta({
      description:
        'The running tasks of a desktop fail when it has been offline for this long; null: never.',
      example: 3600,
    }),
    watchingSince: Timestamp.describe(
      'Since when this server watches its desktops; earlier silence doesn’t count.',
    ),
    activeDesktops: count.meta({ description: 'Desktops whose status is running.', example: 3 }),
    resources: z
      .object({
        cpu: z
          .number()
          .meta({ description: 'Processors in percent, weighted by cores.', example: 12.5 }),
        memory: Usage.describe('Memory, summed.'),
      })
      .describe('The load of the running desktops together.'),
    completionRate24h: z.number().nullable().meta({
      description:
        'The percentage of done tasks among those that were done or failed in the last 24 h; null: there are none.',
      example: 97.5,
    }),
    averageDurationMs24h: z.number().nullable().meta({
      description: 'The mean ranMs of the tasks that ended in the last 24 h; null: there are none.',
      example: 5400,
    }),
    throughput24h: count.meta({
      description: 'Tasks that became done or failed in the last 24 h.',
      example: 40,
    }),
    usage24h: AgentUsage.nullable().describe(
      'What agents used for the prompts that were run in the last 24 h; null: not reported.',
    ),
  })
  .meta({ id: 'Overview', description: 'The counts and loads of the dashboard.' })
export type Overview = z.infer<typeof Overview>

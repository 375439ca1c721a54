import { z } from 'zod'
import { AGENT_SCOPES } from '../people/keys.ts'
import { Agent } from './agent.ts'
import { TimeoutSeconds } from './task.ts'
import { Name, Timestamp } from './text.ts'
import { Upgrade, UpgradePolicy } from './upgrade.ts'

export const DesktopStatus = z
  .enum(['pending', 'booting', 'running', 'stopped', 'destroying', 'destroyed', 'error'])
  .meta({ id: 'DesktopStatus', description: 'Whether a desktop can be used.' })
export type DesktopStatus = z.infer<typeof DesktopStatus>

export const Usage = z
  .object({
    used: z.number().meta({ description: 'The used amount, in MiB.', example: 6144 }),
    total: z.number().meta({ description: 'The whole amount, in MiB.', example: 16384 }),
    percent: z.number().meta({ description: 'The share that is used, in percent.', example: 37.5 }),
  })
  .meta({
    id: 'ResourceUsage',
    description: 'An amount and its limit in MiB, and the share in percent.',
  })

export const Metrics = z
  .object({
    cpu: z.number().meta({ description: 'The load in percent of all cores.', example: 12.5 }),
    cores: z.int().meta({ description: 'How many cores there are.', example: 8 }),
    memory: Usage.describe('The memory.'),
    disk: Usage.describe('The disk.'),
  })
  .meta({ id: 'DesktopMetrics', description: 'The load of a desktop.' })
export type Metrics = z.infer<typeof Metrics>

export const RunnerService = z
  .object({
    scope: z.enum(['none', 'user', 'system']).meta({
      description:
        'Whose systemd keeps it: its user’s, or that of the whole machine; `none`: it is no service.',
      example: 'system',
    }),
    unit: z.string().nullable().meta({
      description: 'What systemd calls it; null: it is no service.',
      example: 'mission-control-runner.service',
    }),
  })
  .meta({ id: 'RunnerService', description: 'The service of systemd that a runner belongs to.' })
export type RunnerService = z.infer<typeof RunnerService>

export const Machine = z
  .object({
    system: z.string().nullable().meta({
      description: 'Its operating system; null: its runner is too old to say.',
      example: 'Debian GNU/Linux 12 (bookworm)',
    }),
    runnerVersion: z.string().meta({ description: 'The version of its runner.', example: '0.1.0' }),
    workDir: z.string().nullable().meta({
      description: 'The folder in which commands begin; null: not known.',
      example: '/home/mc/.local/share/mission-control/work',
    }),
    upSince: Timestamp.nullable().describe('When the machine was started; null: not known.'),
    service: RunnerService.nullable().describe(
      'Whether its runner is a service; null: its runner is too old to say.',
    ),
  })
  .meta({ id: 'Machine', description: 'The machine of a desktop, as its runner last told it.' })

export const Invitation = z
  .object({
    by: z.string().meta({ description: 'Who made the join token.', example: 'Ada' }),
    at: Timestamp.describe('When the join token was made.'),
    joinedAt: Timestamp.describe('When the machine joined by it.'),
  })
  .meta({ id: 'Invitation', description: 'How a machine came to be a desktop.' })

/** The scopes of the key that each run of a prompt gets. */
export const AgentKey = z
  .array(z.enum(AGENT_SCOPES))
  .min(1, 'expected at least one scope, or null')
  .max(AGENT_SCOPES.length)
  .nullable()
  .meta({
    description:
      'What the API key may do that the agent gets for each prompt, good until its run ends; null: it gets none.',
    example: ['read'],
  })

export const Desktop = z
  .object({
    id: z.string().meta({ description: "The desktop's id.", example: 'desktop_01kgs8x3m4' }),
    name: z.string().meta({ description: 'What people call it.', example: 'build machine' }),
    status: DesktopStatus.describe('Whether it can be used.'),
    ipAddress: z.string().nullable().meta({
      description: 'The address that its runner connects from; null: it never has.',
      example: '192.0.2.20',
    }),
    createdAt: Timestamp.describe('When it was registered.'),
    agentReady: z.boolean().meta({ description: 'Its agent takes prompts now.', example: true }),
    labels: z
      .array(z.string())
      .meta({ description: 'Labels to find and group it by.', example: ['linux', 'gpu'] }),
    metrics: Metrics.nullable().describe('Its load, as its runner last said; null: not known.'),
    machine: Machine.nullable().describe('Its machine; null: its runner has never connected.'),
    agent: Agent.nullable().describe('The agent that it is set up with; null: none.'),
    presets: z.array(z.string()).meta({
      description: 'The known agent programs on its PATH, by their names.',
      example: ['opencode'],
    }),
    lastSeenAt: Timestamp.nullable().describe('When its runner was last heard of; null: never.'),
    defaultTimeoutSeconds: z.int().nullable().meta({
      description: 'The time limit of new tasks that have none of their own; null: no limit.',
      example: 3600,
    }),
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
      'The upgrade of its runner; null: the runner is not older than the server, as far as known.',
    ),
  })
  .meta({ id: 'Desktop', description: 'A machine that runs tasks.' })
export type Desktop = z.infer<typeof Desktop>

export const Label = z
  .string()
  .regex(/^[\w.:/=-]{1,63}$/, 'expected 1 to 63 letters, digits or the characters _ . : / = -')

export const labels = <T extends z.ZodType<string>>(label: T) =>
  z
    .array(label)
    .max(20)
    .meta({ description: 'Labels to find and group it by.', example: ['linux', 'gpu'] })

export const NewDesktop = z
  .object({
    name: Name.meta({ description: 'What people call it.', example: 'build machine' }),
    labels: labels(Label).optional(),
    defaultTimeoutSeconds: TimeoutSeconds.optional().meta({
      description: 'The time limit of new tasks that have none of their own; null: no limit.',
      example: 3600,
    }),
    upgradePolicy: UpgradePolicy.optional().describe(
      'When its runner is upgraded; by default auto.',
    ),
  })
  .meta({ id: 'NewDesktop', description: 'A desktop to register.' })
export type NewDesktop = z.infer<typeof NewDesktop>

export const DesktopChanges = NewDesktop.partial().extend({ agentKey: AgentKey.optional() }).meta({
  id: 'DesktopChanges',
  description: 'The changes of a desktop; fields that are left out stay.',
})
export type DesktopChanges = z.infer<typeof DesktopChanges>

export const DesktopMove = z
  .object({
    workspaceId: z.string().meta({
      description: 'Where it goes: another workspace of which you are an admin.',
      example: 'workspace_01kgs8x3m4',
    }),
  })
  .meta({ id: 'DesktopMove', description: 'Where to move a desktop.' })

export const CreatedDesktop = Desktop.extend({
  credential: z.string().meta({
    description: 'The credential for its runner; shown in this answer only.',
    example: 'mcr_9fK2',
  }),
}).meta({
  id: 'CreatedDesktop',
  description: 'A new desktop, with the credential that its runner connects with.',
})
export type CreatedDesktop = z.infer<typeof CreatedDesktop>

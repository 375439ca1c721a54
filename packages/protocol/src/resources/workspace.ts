import { z } from 'zod'
import { AgentUsage } from './agent.ts'
import { Usage } from './desktop.ts'
import { Name, Timestamp } from './text.ts'

export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: Timestamp,
  last4: z.string(),
  lastUsedAt: Timestamp.nullable(),
})
export type ApiKey = z.infer<typeof ApiKey>

export const NewApiKey = z.object({ name: Name })

/** The key itself is shown in this answer only; its hash is what is kept. */
export const CreatedApiKey = ApiKey.extend({ key: z.string() })
export type CreatedApiKey = z.infer<typeof CreatedApiKey>

/** A permission that nobody has answered for so long is denied: at most a week. */
const PermissionTimeout = z.int().min(1).max(604_800)

export const Settings = z.object({
  requireApproval: z.boolean(),
  permissionTimeoutSeconds: PermissionTimeout,
})
export type Settings = z.infer<typeof Settings>

const count = z.int().nonnegative()

export const Overview = z.object({
  tasks: z.object({
    pending: count,
    running: count,
    review: count,
    done: count,
    failed: count,
    cancelled: count,
  }),
  /** Running tasks whose process has yet to start, because their desktop is busy or away. */
  queued: count,
  /** Desktops whose status is `running`. */
  activeDesktops: count,
  /** Over the running desktops: CPU in percent, weighted by cores; memory in MiB, summed. */
  resources: z.object({ cpu: z.number(), memory: Usage }),
  /** Percent of the tasks that ended in the last 24 h, cancelled ones aside, that are `done`; null if none. */
  completionRate24h: z.number().nullable(),
  /** Mean `ranMs` of the tasks that were over in the last 24 h; null if none. */
  averageDurationMs24h: z.number().nullable(),
  /** Tasks that became `done` or `failed` in the last 24 h. */
  throughput24h: count,
  /** What agents have used for the prompts that were run in the last 24 h; null if nobody has said. */
  usage24h: AgentUsage.nullable(),
  /** The running tasks of a desktop fail when it has been away for this long; null: never. */
  lostAfterSeconds: z.int().nullable(),
  /** Since when this server watches its desktops: no earlier silence counts. */
  watchingSince: Timestamp,
})
export type Overview = z.infer<typeof Overview>

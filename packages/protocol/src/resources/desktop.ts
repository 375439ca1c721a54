import { z } from 'zod'
import { Agent } from './agent.ts'
import { TimeoutSeconds } from './task.ts'
import { Name, Timestamp } from './text.ts'

export const DesktopStatus = z.enum([
  'pending',
  'booting',
  'running',
  'stopped',
  'destroying',
  'destroyed',
  'error',
])
export type DesktopStatus = z.infer<typeof DesktopStatus>

/** An amount and its limit in MiB, and the share in percent. */
export const Usage = z.object({ used: z.number(), total: z.number(), percent: z.number() })

export const Metrics = z.object({
  /** Percent of all cores. */
  cpu: z.number(),
  cores: z.int(),
  memory: Usage,
  disk: Usage,
})
export type Metrics = z.infer<typeof Metrics>

export const Desktop = z.object({
  id: z.string(),
  name: z.string(),
  status: DesktopStatus,
  ipAddress: z.string().nullable(),
  createdAt: Timestamp,
  agentReady: z.boolean(),
  labels: z.array(z.string()),
  metrics: Metrics.nullable(),
  agent: Agent.nullable(),
  /** The programs of agents that it has, by the names of the known ones. */
  presets: z.array(z.string()),
  lastSeenAt: Timestamp.nullable(),
  /** What its new tasks get that don't say how long they may take; null: as long as they like. */
  defaultTimeoutSeconds: z.int().nullable(),
  /** Why its runner was cut off, in words: it didn't keep to the protocol; null: it wasn't, or is back. */
  problem: z.string().nullable(),
})
export type Desktop = z.infer<typeof Desktop>

export const Label = z
  .string()
  .regex(/^[\w.:/=-]{1,63}$/, 'expected 1 to 63 letters, digits or the characters _ . : / = -')

export const NewDesktop = z.object({
  name: Name,
  labels: z.array(Label).max(20).optional(),
  defaultTimeoutSeconds: TimeoutSeconds.optional(),
})
export type NewDesktop = z.infer<typeof NewDesktop>

export const DesktopChanges = NewDesktop.partial()
export type DesktopChanges = z.infer<typeof DesktopChanges>

/** The credential is what a runner connects with; it is shown in this answer only. */
export const CreatedDesktop = Desktop.extend({ credential: z.string() })
export type CreatedDesktop = z.infer<typeof CreatedDesktop>

import { z } from 'zod'

/** Whether the server's disk takes what is written; if not, why. */
export const StorageStatus = z.enum(['ok', 'full', 'read_only', 'failing'])
export type StorageStatus = z.infer<typeof StorageStatus>

/**
 * For who looks after the server: the HTTP status is 200 as long as the process lives and can answer,
 * since a restart mends no disk; `status` and `problem` say whether somebody has to do something.
 */
export const Health = z.object({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  storage: StorageStatus,
  /** In words; null: all is well. */
  problem: z.string().nullable(),
})
export type Health = z.infer<typeof Health>

const bytes = z.int().nonnegative()

/** Where the server keeps its data, and what takes the room. */
export const StorageReport = z.object({
  status: StorageStatus,
  /** What is wrong and how to go on; null: all is well. */
  message: z.string().nullable(),
  /** The data directory. */
  path: z.string(),
  freeBytes: bytes,
  totalBytes: bytes,
  /** The files, then what is in the database, the largest first. */
  parts: z.array(
    z.object({
      name: z.enum(['database', 'wal', 'output', 'activity', 'tasks', 'approvals', 'evidence']),
      bytes,
      /** From some rows: exact figures would take as long as reading all of it. */
      estimated: z.boolean(),
    }),
  ),
})
export type StorageReport = z.infer<typeof StorageReport>

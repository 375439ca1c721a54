import { z } from 'zod'
import { AgentUsage } from './agent.ts'

/** The most of each that is kept of one run; texts in characters. */
export const EVIDENCE_MAX = {
  files: 1000,
  path: 4096,
  diff: 64 * 1024,
  commands: 1000,
  command: 2000,
} as const

export const ChangedFile = z.object({
  /** Relative to the working directory. */
  path: z.string().max(EVIDENCE_MAX.path),
  change: z.enum(['created', 'modified', 'deleted']),
  /** Bytes; of a deleted file, those that it had. */
  size: z.int().nonnegative(),
  /** Unified; null for what is no text, too large, or not known as it was before. */
  diff: z.string().max(EVIDENCE_MAX.diff).nullable(),
})
export type ChangedFile = z.infer<typeof ChangedFile>

export const RanCommand = z.object({
  command: z.string().max(EVIDENCE_MAX.command),
  /** null: it hasn't ended, or nobody has said. */
  exitCode: z.int().nullable(),
})
export type RanCommand = z.infer<typeof RanCommand>

/** What a prompt's run has done to its desktop, for who has to judge it. */
export const RunEvidence = z.object({
  /** null: not known (yet); `problem` may tell why. */
  files: z.array(ChangedFile).max(EVIDENCE_MAX.files).nullable(),
  /** There are more files, or more diffs, than are kept. */
  filesTruncated: z.boolean(),
  /** Which files count: those that git doesn't ignore, or what a bounded walk finds. */
  source: z.enum(['git', 'manifest']).nullable(),
  /** Why the files are not known, in words. */
  problem: z.string().max(2000).nullable(),
  commands: z.array(RanCommand).max(EVIDENCE_MAX.commands),
  commandsTruncated: z.boolean(),
})
export type RunEvidence = z.infer<typeof RunEvidence>

/** Before the run's end: what is known so far. */
export const TaskEvidence = RunEvidence.extend({
  taskId: z.string(),
  usage: AgentUsage.nullable(),
})
export type TaskEvidence = z.infer<typeof TaskEvidence>

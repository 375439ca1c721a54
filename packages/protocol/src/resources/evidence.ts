import { z } from 'zod'
import { EVIDENCE_MAX } from '../bounds.ts'
import { AgentUsage } from './agent.ts'

export const FileKind = z.enum(['file', 'link', 'folder', 'pipe', 'socket', 'device'])
export type FileKind = z.infer<typeof FileKind>

/** What something was and what it is; null: it wasn't there, or isn't any more. */
const beforeAndAfter = <T extends z.ZodType>(value: T) =>
  z.object({ before: value.nullable(), after: value.nullable() }).nullable()

/** What has a default is told by version 4 on. */
export const ChangedFile = z.object({
  /** Relative to the working directory. */
  path: z.string().max(EVIDENCE_MAX.path),
  /** The same in base64, where the name is no UTF-8: `path` has U+FFFD there. */
  pathBytes: z
    .base64()
    .max(2 * EVIDENCE_MAX.path)
    .nullable()
    .default(null),
  change: z.enum(['created', 'modified', 'deleted']),
  /** Bytes; of a deleted file, those that it had. */
  size: z.int().nonnegative(),
  /**
   * Unified; empty where the content is the same; null for what is no text, too large, or not known as
   * it was before, and for what may hold keys.
   */
  diff: z.string().max(EVIDENCE_MAX.diff).nullable(),
  /** Permissions in octal digits, as `755`: where they have changed, or a new file can be executed. */
  mode: beforeAndAfter(z.string().regex(/^[0-7]{3,4}$/)).default(null),
  /** Where it isn't a file, or wasn't. */
  kind: beforeAndAfter(FileKind).default(null),
  /** Of a link: where it leads. */
  target: beforeAndAfter(z.string().max(EVIDENCE_MAX.path)).default(null),
  /** A rule of git left it out before the agent began: only that it changed is told. */
  ignored: z.boolean().default(false),
})
export type ChangedFile = z.infer<typeof ChangedFile>

export const RanCommand = z.object({
  command: z.string().max(EVIDENCE_MAX.command),
  /** null: it hasn't ended, or nobody has said. */
  exitCode: z.int().nullable(),
  /** It was not run: who said so, in words; null: it was run, as far as is known. */
  denied: z.string().max(EVIDENCE_MAX.denied).nullable().default(null),
})
export type RanCommand = z.infer<typeof RanCommand>

/** What a prompt's run has done to its desktop, for who has to judge it. */
export const RunEvidence = z.object({
  /** null: not known (yet); `problem` may tell why. */
  files: z.array(ChangedFile).max(EVIDENCE_MAX.files).nullable(),
  /** There are more files, or more diffs, than are kept, or could be looked at. */
  filesTruncated: z.boolean(),
  /** How many have changed, of those that were looked at; null: not known, or told by version 3. */
  filesTotal: z.int().nonnegative().nullable().default(null),
  /** Which files count: those that no `.gitignore` left out before the agent began, or all. */
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

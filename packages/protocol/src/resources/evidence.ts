import { z } from 'zod'
import { EVIDENCE_MAX } from '../bounds.ts'
import { AgentUsage } from './agent.ts'

export const FileKind = z
  .enum(['file', 'link', 'folder', 'pipe', 'socket', 'device'])
  .meta({ id: 'FileKind', description: 'What lies at a path.' })
export type FileKind = z.infer<typeof FileKind>

/** What something was and what it is; null: it wasn't there, or isn't any more. */
const beforeAndAfter = <T extends z.ZodType>(value: T) =>
  z
    .object({
      before: value.nullable().describe("What it was; null: it wasn't there."),
      after: value.nullable().describe("What it is; null: it isn't there any more."),
    })
    .nullable()

export const ChangedFile = z
  .object({
    path: z.string().max(EVIDENCE_MAX.path).meta({
      description: 'Where it is, relative to the working directory.',
      example: 'src/main.ts',
    }),
    pathBytes: z
      .base64()
      .max(2 * EVIDENCE_MAX.path)
      .nullable()
      .default(null)
      .meta({
        description: 'The path in base64 where the name is no UTF-8: path has U+FFFD there.',
        example: null,
      }),
    change: z.enum(['created', 'modified', 'deleted']).describe('What has happened to it.'),
    size: z
      .int()
      .nonnegative()
      .meta({ description: 'Bytes; of a deleted file, those that it had.', example: 1204 }),
    diff: z.string().max(EVIDENCE_MAX.diff).nullable().meta({
      description:
        'Unified; empty where the content is the same; null for what is no text, too large, or not known as it was before, and for what may hold keys.',
      example: '@@ -1 +1 @@\n-old\n+new\n',
    }),
    mode: beforeAndAfter(z.string().regex(/^[0-7]{3,4}$/))
      .default(null)
      .meta({
        description:
          'Permissions in octal digits, where they have changed, or a new file can be executed.',
        example: { before: '644', after: '755' },
      }),
    kind: beforeAndAfter(FileKind)
      .default(null)
      .describe("What it is, where it isn't a file, or wasn't."),
    target: beforeAndAfter(z.string().max(EVIDENCE_MAX.path))
      .default(null)
      .meta({ description: 'Of a link: where it leads.', example: null }),
    ignored: z.boolean().default(false).meta({
      description:
        'A rule of git left it out before the agent began: only that it changed is told.',
      example: false,
    }),
  })
  .meta({ id: 'ChangedFile', description: "A file that a prompt's run has changed." })
export type ChangedFile = z.infer<typeof ChangedFile>

export const RanCommand = z
  .object({
    command: z
      .string()
      .max(EVIDENCE_MAX.command)
      .meta({ description: 'The command line.', example: 'npm test' }),
    exitCode: z.int().nullable().meta({
      description: "The exit code; null: it hasn't ended, or nobody has said.",
      example: 0,
    }),
    denied: z.string().max(EVIDENCE_MAX.denied).nullable().default(null).meta({
      description: 'It was not run: who said so, in words; null: it was run, as far as is known.',
      example: null,
    }),
  })
  .meta({ id: 'RanCommand', description: 'A command that an agent has run, or wanted to.' })
export type RanCommand = z.infer<typeof RanCommand>

/** What a prompt's run did on its desktop, for its reviewer. */
export const RunEvidence = z.object({
  files: z
    .array(ChangedFile)
    .max(EVIDENCE_MAX.files)
    .nullable()
    .describe('What has changed; null: not known (yet), and problem may tell why.'),
  filesTruncated: z.boolean().meta({
    description: 'There are more files, or more diffs, than are kept, or could be looked at.',
    example: false,
  }),
  filesTotal: z.int().nonnegative().nullable().default(null).meta({
    description: 'How many have changed, of those that were looked at; null: not known.',
    example: 3,
  }),
  source: z
    .enum(['git', 'manifest'])
    .nullable()
    .describe(
      'Which files count: those that no .gitignore left out before the agent began, or all.',
    ),
  problem: z.string().max(2000).nullable().meta({
    description: 'Why the files are not known, in words; null: nothing is wrong.',
    example: null,
  }),
  commands: z.array(RanCommand).max(EVIDENCE_MAX.commands).describe('What the agent has run.'),
  commandsTruncated: z
    .boolean()
    .meta({ description: 'There are more commands than are kept.', example: false }),
})
export type RunEvidence = z.infer<typeof RunEvidence>

export const TaskEvidence = RunEvidence.extend({
  taskId: z
    .string()
    .meta({ description: 'The task that it is about.', example: 'task_01kgs8x3m4' }),
  usage: AgentUsage.nullable().describe('What the agent has used; null: not known.'),
}).meta({
  id: 'TaskEvidence',
  description:
    "What a task has changed and run on its desktop. Before the run's end: what is known so far.",
})
export type TaskEvidence = z.infer<typeof TaskEvidence>

import { z } from 'zod'
import { EVIDENCE_MAX } from '../bounds.ts'
import { AgentUsage } from './agent.ts'

export const FileKind = z
  .enum(['file', 'link', 'folder', 'pipe', 'socket', 'device'])
  .meta({ id: 'FileKind', description: 'What lies at a path.' })
export type FileKind = z.infer<typeof FileKind>

/** A value before and after; null: it wasn't there, or isn't any more. */
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
        description:
          'The path in base64, if its name is not UTF-8: path then has U+FFFD in its place.',
        example: null,
      }),
    change: z.enum(['created', 'modified', 'deleted']).describe('What has happened to it.'),
    size: z.int().nonnegative().meta({
      description: 'The size in bytes; for a deleted file, its last size.',
      example: 1204,
    }),
    diff: z.string().max(EVIDENCE_MAX.diff).nullable().meta({
      description:
        'The unified diff. Empty: the content is the same. null: the file is not text, is too large, may hold keys, or its earlier content is not known.',
      example: '@@ -1 +1 @@\n-old\n+new\n',
    }),
    mode: beforeAndAfter(z.string().regex(/^[0-7]{3,4}$/))
      .default(null)
      .meta({
        description:
          'The permissions in octal digits, if they changed or a new file is executable.',
        example: { before: '644', after: '755' },
      }),
    kind: beforeAndAfter(FileKind)
      .default(null)
      .describe('The kind of thing at the path, if it is or was something other than a file.'),
    target: beforeAndAfter(z.string().max(EVIDENCE_MAX.path))
      .default(null)
      .meta({ description: 'For a link: where it leads.', example: null }),
    ignored: z.boolean().default(false).meta({
      description: 'Git ignored it before the agent began, so only the change itself is reported.',
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
      description: "The exit code; null: it hasn't ended, or the code was not reported.",
      example: 0,
    }),
    denied: z.string().max(EVIDENCE_MAX.denied).nullable().default(null).meta({
      description:
        'Why it was not run: the words of whoever denied it; null: it was run, as far as is known.',
      example: null,
    }),
  })
  .meta({ id: 'RanCommand', description: 'A command that an agent ran, or wanted to run.' })
export type RanCommand = z.infer<typeof RanCommand>

/** What a prompt's run did on its desktop, for its reviewer. */
export const RunEvidence = z.object({
  files: z
    .array(ChangedFile)
    .max(EVIDENCE_MAX.files)
    .nullable()
    .describe('The changed files; null: not known (yet), and problem may say why.'),
  filesTruncated: z.boolean().meta({
    description: 'True: there are more files or diffs than are kept, or than could be looked at.',
    example: false,
  }),
  filesTotal: z.int().nonnegative().nullable().default(null).meta({
    description: 'How many of the files that were looked at have changed; null: not known.',
    example: 3,
  }),
  source: z
    .enum(['git', 'manifest'])
    .nullable()
    .describe(
      'Which files count: git: those that no .gitignore excluded before the agent began; manifest: all.',
    ),
  problem: z.string().max(2000).nullable().meta({
    description: 'Why the files are not known, in words; null: nothing is wrong.',
    example: null,
  }),
  commands: z.array(RanCommand).max(EVIDENCE_MAX.commands).describe('What the agent has run.'),
  commandsTruncated: z
    .boolean()
    .meta({ description: 'True: there are more commands than are kept.', example: false }),
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
    "The files that a task changed and the commands that it ran. Before the run's end: what is known so far.",
})
export type TaskEvidence = z.infer<typeof TaskEvidence>

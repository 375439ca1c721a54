import { z } from 'zod'

export const StorageStatus = z.enum(['ok', 'full', 'read_only', 'failing', 'away']).meta({
  id: 'StorageStatus',
  description:
    'Whether the server can store data, or why not: its disk is full, read-only or failing, or the database cannot be reached.',
})
export type StorageStatus = z.infer<typeof StorageStatus>

export const Health = z
  .object({
    status: z.enum(['ok', 'degraded']).describe('Whether somebody has to do something.'),
    version: z.string().meta({ description: "The server's version.", example: '0.1.0' }),
    storage: StorageStatus.describe('Whether the server can store data.'),
    problem: z
      .string()
      .nullable()
      .meta({ description: 'What is wrong, in words; null: all is well.', example: null }),
  })
  .meta({
    id: 'Health',
    description:
      'Whether the server is well. The HTTP status is 200 as long as the process can answer, since a restart mends no disk.',
  })
export type Health = z.infer<typeof Health>

export const Ready = z
  .object({
    status: z.literal('ready').describe('It takes requests.'),
    version: z.string().meta({ description: "The server's version.", example: '0.1.0' }),
    degraded: z
      .array(
        z.object({
          path: z.string().meta({ description: 'The part.', example: 'bus' }),
          message: z.string().meta({
            description: 'What that means, in words.',
            example: 'NATS cannot be reached.',
          }),
        }),
      )
      .meta({
        description: 'Parts that are not well, though everything works; empty: all are.',
        example: [],
      }),
  })
  .meta({
    id: 'Ready',
    description:
      'The server reaches its database, the schema is of its version, and it does not stop. Without its bus it works on, and says so.',
  })

const bytes = z.int().nonnegative()

export const StorageReport = z
  .object({
    status: StorageStatus.describe('Whether the server can store data.'),
    message: z
      .string()
      .nullable()
      .meta({ description: 'What is wrong and what to do; null: all is well.', example: null }),
    path: z
      .string()
      .meta({ description: 'The data directory.', example: '/var/lib/mission-control' }),
    freeBytes: bytes.meta({ description: 'The free space on its disk.', example: 52000000000 }),
    totalBytes: bytes.meta({ description: 'The size of its disk.', example: 100000000000 }),
    parts: z
      .array(
        z.object({
          name: z
            .enum([
              'database',
              'wal',
              'output',
              'activity',
              'tasks',
              'approvals',
              'evidence',
              'audit',
            ])
            .describe('What takes the room.'),
          bytes: bytes.meta({ description: 'How much it takes.', example: 1048576 }),
          estimated: z.boolean().meta({
            description: 'From some rows: exact figures would take as long as reading all of it.',
            example: false,
          }),
        }),
      )
      .describe('The files, then what is in the database, the largest first.'),
  })
  .meta({
    id: 'StorageReport',
    description: 'Where the server keeps its data, and what takes the room.',
  })
export type StorageReport = z.infer<typeof StorageReport>

import { z } from 'zod'
import { OutputPosition } from './up.ts'

const runId = z.string()

export const REFUSALS = [
  'runner_too_old',
  'server_too_old',
  'credential_in_use',
  'desktop_deleted',
  'invalid_hello',
] as const

/** What the server says. */
export const Down = z.discriminatedUnion('type', [
  /** The answer to `hello`. `runs`: where each run that the runner named goes on. */
  z.object({
    type: z.literal('welcome'),
    version: z.int(),
    desktopId: z.string(),
    name: z.string(),
    heartbeatIntervalMs: z.int(),
    runs: z.array(z.object({ runId, position: OutputPosition })),
  }),
  /** The answer to a `hello` that cannot be served; trying again is of no use. */
  z.object({ type: z.literal('refused'), code: z.enum(REFUSALS), message: z.string() }),
  /** Start a run, unless its dispatch number is not above the journal's highest. */
  z.object({
    type: z.literal('start'),
    runId,
    taskId: z.string(),
    dispatch: z.int().positive(),
    command: z.string(),
    /** Bytes of output to keep. */
    outputLimit: z.int().positive(),
  }),
  /** Stop everything that belongs to the run; its end is reported as usual. */
  z.object({ type: z.literal('cancel'), runId }),
  /** Everything up to this position is stored durably. */
  z.object({ type: z.literal('ack'), runId, position: OutputPosition }),
  /** The end is stored durably: forget the run. */
  z.object({ type: z.literal('endAck'), runId }),
  /** The run is no longer its task's: stop it and forget it. */
  z.object({ type: z.literal('discard'), runId }),
])
export type Down = z.infer<typeof Down>
export type DownOf<T extends Down['type']> = Extract<Down, { type: T }>

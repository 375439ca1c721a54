import { z } from 'zod'
import { PermissionRule } from '../resources/permission.ts'
import type { WirePosition } from './output-position.ts'
import { REFUSALS } from './refusals.ts'

const runId = z.string()

/** Something that was said in a chat. */
export const ChatMessage = z.object({ role: z.enum(['user', 'assistant']), content: z.string() })
export type ChatMessage = z.infer<typeof ChatMessage>

const position: z.ZodType<WirePosition> = z.object({
  seq: z.int(),
  stdout: z.int(),
  stderr: z.int(),
  system: z.int(),
  agent: z.int().optional(),
})

/** What the server says. */
export const Down = z.discriminatedUnion('type', [
  /**
   * The answer to `hello`. `runs`: where each run that the runner named goes on; `key` of one that has
   * it: see `prompt`. A runner that was restarted has no key any more, as it never writes one down.
   */
  z.object({
    type: z.literal('welcome'),
    version: z.int(),
    desktopId: z.string(),
    name: z.string(),
    heartbeatIntervalMs: z.int(),
    runs: z.array(z.object({ runId, position, key: z.string().optional() })),
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
    /** How long it may run; then it ends as `timed_out`. Never sent before version 3. */
    timeoutMs: z.int().positive().optional(),
    /** How long it may tidy up when it is stopped; without it 5 s. Never sent before version 4. */
    graceMs: z.int().nonnegative().optional(),
  }),
  /**
   * The same for a prompt, which the desktop's agent gets. A message of its own: a runner that doesn't
   * know it must not take a prompt for a command.
   */
  z.object({
    type: z.literal('prompt'),
    runId,
    taskId: z.string(),
    dispatch: z.int().positive(),
    prompt: z.string(),
    outputLimit: z.int().positive(),
    timeoutMs: z.int().positive().optional(),
    graceMs: z.int().nonnegative().optional(),
    /** The desktop's permission rules; never sent before version 3. Without them nobody can be asked. */
    rules: z.array(PermissionRule).optional(),
    /**
     * What was said before in the chat that the prompt is a part of, oldest first, and the id of that
     * conversation. Both or neither, and never before version 3: to an older runner the history goes as
     * a part of the prompt.
     */
    history: z.array(ChatMessage).optional(),
    conversation: z.string().optional(),
    /**
     * The API key that the agent gets for this run, good until the run's end: never write it down.
     * Never sent before version 8.
     */
    key: z.string().optional(),
  }),
  /**
   * The server's set-up of the agent, which takes the place of the machine's own; null: there is none.
   * Said after `welcome` and on each change. Until it has been said, a runner starts no prompt.
   */
  z.object({
    type: z.literal('agentSetup'),
    setup: z
      .object({
        /**
         * Comes back with every report about the agent, so that no report is taken for one about
         * another set-up.
         */
        revision: z.string(),
        /** As the environment would describe it. They hold keys: never write them down. */
        variables: z.record(z.string(), z.string()),
        /** Why it can't be used, in words; null: it can. */
        problem: z.string().nullable(),
      })
      .nullable(),
  }),
  /** Ask the agent whether it is there; the answer is `agentTested`. */
  z.object({ type: z.literal('testAgent'), requestId: z.string() }),
  /**
   * Upgrade yourself to this version: fetch its package below the server's address, check it, and try
   * it. What comes of it is in the next `hello`. Never sent before version 7.
   */
  z.object({
    type: z.literal('upgrade'),
    version: z.string(),
    sha256: z.string(),
    /** Bytes of the package. */
    size: z.int().positive(),
  }),
  /** Stop everything that belongs to the run; its end is reported as usual. */
  z.object({ type: z.literal('cancel'), runId }),
  /** The answer to `permission`; a second one changes nothing. `always`: not for this time only. */
  z.object({
    type: z.literal('permissionAnswer'),
    runId,
    requestId: z.string(),
    allowed: z.boolean(),
    always: z.boolean(),
    /** Words of the one who decided. */
    feedback: z.string().nullable(),
  }),
  /** Everything up to this position is stored durably. */
  z.object({ type: z.literal('ack'), runId, position }),
  /** The end is stored durably: forget the run. */
  z.object({ type: z.literal('endAck'), runId }),
  /** The run is no longer its task's: stop it and forget it. */
  z.object({ type: z.literal('discard'), runId }),
])
export type Down = z.infer<typeof Down>
export type DownOf<T extends Down['type']> = Extract<Down, { type: T }>

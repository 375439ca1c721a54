/**
 * Lines of JSON over `keeper.sock`. What the keeper knows is on disk, in the files of the runs;
 * what it says is only "look again", so a lost line costs latency and nothing else.
 */

/**
 * The version of these messages, apart from the runner's own: a keeper lives on through updates of the
 * runner, and the next runner says `leave` to an older one.
 *
 * | version | what changed |
 * |---|---|
 * | 1 | the first; it said no version, and took `leave` for a start |
 * | 2 | `version`, `leave` |
 * | 3 | `timeoutMs` |
 * | 4 | `graceMs`; an older one lets a run tidy up for 5 s. `busy`; an older one says `refused`, or ends the run |
 */
export const KEEPER_VERSION = 4
export const LEAVES_SINCE = 2
export const TIMEOUTS_SINCE = 3

/** Paths are relative to the runner folder, which both processes have as their current one. */
export const KEEPER_SOCKET = './keeper.sock'

/** How long a keeper stays that holds nothing. */
export const DEFAULT_IDLE_MS = 60_000

interface RunRequest {
  runId: string
  cwd: string
  env: Record<string, string>
  /** Bytes of output to keep, of all streams together. */
  outputLimit: number
  /** After which everything that belongs to it is stopped; without one, never. */
  timeoutMs?: number | undefined
  /** How long it may tidy up when it is stopped; by default 5 s. */
  graceMs?: number | undefined
}

/** A line for `/bin/sh`, with its output as `stdout` and `stderr`. */
export interface CommandRequest extends RunRequest {
  type: 'start'
  command: string
}

/** A program whose standard output is the transcript, stream `agent`. */
export interface AgentRequest extends RunRequest {
  type: 'startAgent'
  argv: [file: string, ...args: string[]]
  /** For its standard input, which then closes. It holds keys: never write it down. */
  input: string
}

export type StartRequest = CommandRequest | AgentRequest

export type ToKeeper =
  /** Ignored when the run's file is there: a start may be repeated without harm. */
  | StartRequest
  /** Stops what belongs to the run, also after its end; done twice is done once. */
  | { type: 'kill'; runId: string; graceMs?: number | undefined }
  /** Asks for another `hello`. */
  | { type: 'list' }
  /** Go as soon as nothing is held: a newer keeper takes the place. */
  | { type: 'leave' }

export type FromKeeper =
  /**
   * On connect and when asked. `runs`: those that it holds and that have no end yet. `withoutPosixSpawn`:
   * why it starts commands in the slower way.
   */
  | {
      type: 'hello'
      pid: number
      runs: string[]
      version?: number
      withoutPosixSpawn?: string | undefined
    }
  /** The run started, its spool grew, or its end is there. */
  | { type: 'changed'; runId: string }
  /**
   * It could not be started for want of descriptors, processes or memory. Nothing of it is left, so it
   * may be asked for again. An older runner takes this for `refused`.
   */
  | { type: 'busy'; runId: string; message: string }
  /** The run's file could not be made, so nothing was started. */
  | { type: 'refused'; runId: string; message: string }

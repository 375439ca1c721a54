/**
 * Lines of JSON over `keeper.sock`. What the keeper knows is on disk, in the files of the runs;
 * what it says is only "look again", so a lost line costs latency and nothing else.
 */

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
  | { type: 'kill'; runId: string }
  /** Asks for another `hello`. */
  | { type: 'list' }

export type FromKeeper =
  /** On connect and when asked. `runs`: those that it holds and that have no end yet. */
  | { type: 'hello'; pid: number; runs: string[] }
  /** The run started, its spool grew, or its end is there. */
  | { type: 'changed'; runId: string }
  /** The run's file could not be made, so nothing was started. */
  | { type: 'refused'; runId: string; message: string }

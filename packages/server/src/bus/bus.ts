import type { AgentTest, DesktopEvent } from '@mission-control/protocol'
import type { DownOf, RunStream } from '@mission-control/protocol/runner'
import type { RunOfTask } from '../store/runs-of-tasks.ts'

/**
 * The messages of the bus. They only say "look again", or carry what is live by nature. The truth
 * is in the store, so a lost message costs time, never correctness.
 */
export interface Subjects {
  /** The workspace's activity log has grown. */
  activity: null
  /** Live output of the workspace's tasks, as it came: it becomes text only where somebody watches. */
  output: OutputNotice
  /** Status, load, agent or chat of one of the workspace's desktops has changed. */
  desktops: DesktopEvent
  /** The task has moved, or its run has printed something: look again. */
  task: null
  /** For the server that holds the desktop's connection. */
  desktop: DesktopNotice
  /** What came of a test of an agent. */
  agentTest: AgentTest
  /** The runner that another server asked about is connected. */
  thereIs: null
  /** The API key was revoked, or the session ended: whatever it has open ends. */
  credential: null
  /** What a server has counted for the rate limits. */
  counts: Counts
}

export interface Counts {
  /** The server. */
  from: string
  counts: [counter: string, key: string, points: number][]
}

export interface OutputNotice {
  taskId: string
  desktopId: string
  seq: number
  stream: RunStream
  data: Uint8Array
  /** The last line of the run so far; undefined: a later chunk, passed on with this one, has it. */
  tail?: string | null
}

/** Something that the bus gives to this server's own listeners only. */
export class OnlyHere<T> {
  readonly what: T

  constructor(what: T) {
    this.what = what
  }

  /** JSON leaves it out, in which the bus sends a message to other servers. */
  toJSON(): undefined {
    return undefined
  }
}

/**
 * Runs wait (`run`: the one that has just been committed), a run is to be cancelled, a permission was answered, the agent's set-up changed or is
 * to be tested, the runner is to be upgraded, the desktop was silent for too long, was removed, or has a
 * newer connection; or another runner has come for it, and asks whether this one is there.
 */
export type DesktopNotice =
  | { kind: 'dispatch'; run?: OnlyHere<RunOfTask> }
  | { kind: 'cancel'; runId: string }
  | { kind: 'answer'; answer: DownOf<'permissionAnswer'> }
  | { kind: 'agentSetup' }
  | { kind: 'testAgent'; requestId: string }
  | { kind: 'upgrade'; upgrade: DownOf<'upgrade'> }
  | { kind: 'silent' }
  | { kind: 'removed' }
  | { kind: 'superseded'; epoch: number }
  | { kind: 'knock'; requestId: string }

export interface Bus {
  /** `key`: the id of the workspace, the desktop, the task, the API key, the session, the test or the knock. */
  publish<S extends keyof Subjects>(subject: S, key: string, message: Subjects[S]): void
  /** Calls `listener` for each message until the returned function is called. */
  subscribe<S extends keyof Subjects>(
    subject: S,
    key: string,
    listener: (message: Subjects[S]) => void,
  ): () => void
  /** Why messages do not get through now, in words that everybody may read; null: they do. */
  problem(): string | null
}

export interface OpenBus extends Bus {
  close(): Promise<void>
}

import type { DesktopEvent, LiveEvent } from '@mission-control/protocol'

/**
 * What may be said on the bus. It only says "look again" and carries what is live by nature: a lost
 * message costs latency, never correctness, because the truth is in the store.
 */
export interface Subjects {
  /** The workspace's activity log has grown. */
  activity: null
  /** Live output of the workspace's tasks. */
  output: Extract<LiveEvent, { type: 'task.output' }>
  /** Status, load or agent of one of the workspace's desktops has changed. */
  desktops: DesktopEvent
  /** For the holder of the desktop's connection: runs wait, one is to be cancelled, or it is gone. */
  desktop: { kind: 'dispatch' } | { kind: 'cancel'; runId: string } | { kind: 'removed' }
  /** The API key was revoked: what it has open ends. */
  key: null
}

export interface Bus {
  /** `key`: the id of the workspace, or of the desktop. */
  publish<S extends keyof Subjects>(subject: S, key: string, message: Subjects[S]): void
  /** Calls `listener` for each message until the returned function is called. */
  subscribe<S extends keyof Subjects>(
    subject: S,
    key: string,
    listener: (message: Subjects[S]) => void,
  ): () => void
}

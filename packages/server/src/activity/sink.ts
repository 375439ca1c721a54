/** Where a client's frames go. */
export interface Sink {
  write(frames: string | Buffer): void
  /** The client has left more unread than is kept for it. */
  readonly isBehind: boolean
  /** Resolves when the client has taken what was written, and others have had a turn; rejects when it is gone. */
  drained(): Promise<void>
  signal: AbortSignal
}

/** From `run` to the end of a run's start, each stage from the moment that the run was accepted on. */
export type Stage = 'sent' | 'started' | 'reported'

/** Is told what the server does. */
export interface Meter {
  /** A commit of so many writes is on disk, or has failed, after so many ms. */
  committed(writes: number, ms: number, ok: boolean): void
  /** A run has come so far, so many ms after it was accepted. */
  reached(stage: Stage, ms: number): void
  /** A client has taken nothing of its answer for too long, and was cut. */
  readerCut(): void
}

/** Where nobody measures. */
export const unmeasured: Meter = {
  committed: () => undefined,
  reached: () => undefined,
  readerCut: () => undefined,
}

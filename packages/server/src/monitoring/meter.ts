/** The stages of a run's start; each is timed from the moment that the run was accepted. */
export type Stage = 'sent' | 'started' | 'reported'

/** Takes note of what the server does. */
export interface Meter {
  /** A commit of `writes` writes is on disk, or has failed, after `ms`. */
  committed(writes: number, ms: number, ok: boolean): void
  /** A run has reached the stage, `ms` after it was accepted. */
  reached(stage: Stage, ms: number): void
  /** A client has taken nothing of its answer for too long, and was cut. */
  readerCut(): void
}

/** A meter that measures nothing. */
export const unmeasured: Meter = {
  committed: () => undefined,
  reached: () => undefined,
  readerCut: () => undefined,
}

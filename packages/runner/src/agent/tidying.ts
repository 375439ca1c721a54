/** Before the end of the grace the host has to write down what has come of the prompt, in ms. */
const WRITE_DOWN_MS = 2_000

let until: number | null = null

/**
 * From now on everybody is tidying up: TERM went to all that belongs to the run at once, so the host
 * passes it on to nobody, which would be a second one, and kills nobody before the time is over.
 */
export function tidyUp(graceMs: number): void {
  until ??= performance.now() + Math.max(0, graceMs - WRITE_DOWN_MS)
}

/** How long the host waits for the others, in ms; null: nobody was told to stop. */
export function tidyingFor(): number | null {
  return until === null ? null : Math.max(0, until - performance.now())
}

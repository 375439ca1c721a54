/** How long before the end of the grace the host begins to write outcome and evidence, in ms. */
const WRITE_DOWN_MS = 2_000

let until: number | null = null

/**
 * From now on every process is tidying up. TERM went to all processes of the run at once, so the
 * host doesn't pass it on (they would get a second one), and kills nobody before the time is over.
 */
export function tidyUp(graceMs: number): void {
  until ??= performance.now() + Math.max(0, graceMs - WRITE_DOWN_MS)
}

/** How long the host waits for the others, in ms; null: nobody was told to stop. */
export function tidyingFor(): number | null {
  return until === null ? null : Math.max(0, until - performance.now())
}

const FIRST_MS = 100
/** With what it then takes to be let in, a fleet is back 10 s after its server, however long that was away. */
const LONGEST_MS = 8_000
/** A connection that held this long was a good one. */
const STABLE_MS = 10_000

/**
 * Waits for the next attempt: full jitter over a doubling span, so that a fleet whose server comes
 * back doesn't return in step.
 */
export class BackOff {
  readonly #random: () => number
  #failures = 0

  constructor(random: () => number = Math.random) {
    this.#random = random
  }

  /** Milliseconds to wait, after a connection that held for `heldMs`; 0 when none came about. */
  next(heldMs: number): number {
    if (heldMs >= STABLE_MS) this.#failures = 0
    const span = Math.min(FIRST_MS * 2 ** this.#failures, LONGEST_MS)
    this.#failures++
    return this.#random() * span
  }
}

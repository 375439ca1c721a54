/**
 * A message takes less than this to arrive, in ms: anything beyond is a difference of the clocks.
 */
const LATE = 1_000

/** Tells a desktop's times by our clock, however its own is set. */
export class DesktopClock {
  /** What is to be added to its times, in ms. */
  #offset = 0
  #isKnown = false

  /** `said`: what its clock said when it sent a message; undefined: an old runner, which doesn't say. */
  hear(said: number | undefined, now: number): void {
    if (said === undefined) return
    const offset = now - said
    // The message that took the shortest time gives the best offset. If one is off by more than a
    // message can take, the desktop's clock was set.
    const isNearer = offset < this.#offset || offset > this.#offset + LATE
    if (this.#isKnown && !isNearer) return
    this.#offset = offset
    this.#isKnown = true
  }

  /**
   * The time by our clock, kept within what is possible: nothing that was reported lies in the
   * future.
   */
  toOurs(said: number, { from, now }: { from: number; now: number }): number {
    const isInStep = this.#offset >= 0 && this.#offset < LATE
    const ours = isInStep ? said : said + this.#offset
    return Math.min(Math.max(Math.round(ours), from), now)
  }
}

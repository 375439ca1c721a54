/**
 * A message takes less than this to arrive, in ms: anything beyond is a difference of the clocks.
 */
const LATE = 1_000

/** Converts a desktop's times to the server's clock, however the desktop's own clock is set. */
export class DesktopClock {
  /** The number of ms to add to the desktop's times. */
  #offset = 0
  #isKnown = false

  /** `said`: the desktop's time when it sent a message; undefined: the runner is too old to send it. */
  hear(said: number | undefined, now: number): void {
    if (said === undefined) return
    const offset = now - said
    // The message that took the shortest time gives the best offset. If an offset differs by more than a
    // message can take, somebody has set the desktop's clock.
    const isNearer = offset < this.#offset || offset > this.#offset + LATE
    if (this.#isKnown && !isNearer) return
    this.#offset = offset
    this.#isKnown = true
  }

  /** The time by the server's clock, kept within what is possible: nothing reported lies in the future. */
  toOurs(said: number, { from, now }: { from: number; now: number }): number {
    const isInStep = this.#offset >= 0 && this.#offset < LATE
    const ours = isInStep ? said : said + this.#offset
    return Math.min(Math.max(Math.round(ours), from), now)
  }
}

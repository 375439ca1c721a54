/** A message is on its way for less than this: what is more is a difference of the clocks, in ms. */
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
    // The message that was on its way for the shortest time comes nearest; of one that is off by more
    // than the way can take the clock was set.
    const isNearer = offset < this.#offset || offset > this.#offset + LATE
    if (this.#isKnown && !isNearer) return
    this.#offset = offset
    this.#isKnown = true
  }

  /** By our clock; within what is possible: nothing that is told now lies ahead. */
  toOurs(said: number, { from, now }: { from: number; now: number }): number {
    const isInStep = this.#offset >= 0 && this.#offset < LATE
    const ours = isInStep ? said : said + this.#offset
    return Math.min(Math.max(Math.round(ours), from), now)
  }
}

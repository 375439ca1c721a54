import type { Range } from '../store/search.ts'

/** What one look may take, in ms: others wait for it. */
const SHORT = 4
const LONG = 15
const FIRST = 1024

/** Ranges of tasks from the newest down, as wide as one look at one takes little time. */
export class Windows {
  #high: number
  #width = FIRST

  /** Below `high`. */
  constructor(high: number) {
    this.#high = high
  }

  next(): Range | null {
    if (this.#high <= 1) return null
    const range = { low: Math.max(1, this.#high - this.#width), high: this.#high }
    this.#high = range.low
    return range
  }

  /** How long the last look took. */
  took(ms: number): void {
    if (ms < SHORT) this.#width *= 4
    else if (ms > LONG) this.#width = Math.max(64, Math.floor(this.#width / 2))
  }
}

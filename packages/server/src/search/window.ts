import type { Range } from '../store/search.ts'

/** How long one look at the index should take, in ms. After a shorter one, the next one covers more tasks. */
const SHORT = 20
const LONG = 100
/** How many of the newest tasks the first look covers: most searches find enough there. */
const FIRST = 1024
const WIDER = 8

/**
 * Ranges of tasks from the newest down. Each look costs something, however narrow it is: a word is sought
 * in each part of the index. So they widen fast, and a slow one never makes the next so narrow that there
 * are many.
 */
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
    if (ms < SHORT) this.#width *= WIDER
    else if (ms > LONG) this.#width = Math.max(FIRST, Math.floor(this.#width / 2))
  }
}

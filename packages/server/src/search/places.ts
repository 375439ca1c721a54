import { fail } from '@mission-control/protocol'

/** Searches that look at tasks at the same time: each may take the processor for 8 ms at a stretch. */
const PLACES = 2
/** Searches that wait for a place; those whose caller has left go when their turn comes. */
const WAITING_MAX = 30

/** Few searches at a time, in the order in which they came, so that others wait for few. */
export class Places {
  #taken = 0
  readonly #waiting: (() => void)[] = []

  async with<T>(work: () => Promise<T>): Promise<T> {
    if (this.#taken === PLACES) await this.#wait()
    else this.#taken++
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#taken--
    }
  }

  async #wait(): Promise<void> {
    if (this.#waiting.length >= WAITING_MAX) {
      fail('overloaded', 'Too many searches wait for others to end; try again in a moment.')
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }
}

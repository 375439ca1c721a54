/** A token bucket: `most` at once, and `perSecond` more each second. */
export class Bucket {
  readonly #most: number
  readonly #perSecond: number
  readonly #now: () => number
  #left: number
  #at: number

  constructor(most: number, perSecond: number, now = () => performance.now()) {
    this.#most = most
    this.#perSecond = perSecond
    this.#now = now
    this.#left = most
    this.#at = now()
  }

  /** Takes the amount whether it is there or not. Returns false if it wasn't. */
  take(amount = 1): boolean {
    this.#refill()
    this.#left -= amount
    return this.#left >= 0
  }

  /** How long until something is there again, in ms. */
  get wait(): number {
    this.#refill()
    return this.#left >= 0 ? 0 : (-this.#left / this.#perSecond) * 1000
  }

  #refill(): void {
    const now = this.#now()
    const more = ((now - this.#at) / 1000) * this.#perSecond
    this.#left = Math.min(this.#most, this.#left + more)
    this.#at = now
  }
}

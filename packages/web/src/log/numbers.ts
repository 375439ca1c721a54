/** Whole numbers below 2^32, ascending where they are looked up, in as little memory as that takes. */
export class Numbers {
  #values = new Uint32Array(64)
  #length = 0

  get length(): number {
    return this.#length
  }

  at(place: number): number {
    return this.#values[place]!
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow(this.#length + 1)
    this.#values[this.#length++] = value
  }

  /** Puts `values` in the place of what is from `from` up to `to`. */
  replace(from: number, to: number, values: readonly number[]): void {
    const length = this.#length - (to - from) + values.length
    if (length > this.#values.length) this.#grow(length)
    this.#values.copyWithin(from + values.length, to, this.#length)
    this.#values.set(values, from)
    this.#length = length
  }

  /** The first place whose value is not below `value`. */
  placeOf(value: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#values[middle]! < value) low = middle + 1
      else high = middle
    }
    return low
  }

  #grow(least: number): void {
    const values = new Uint32Array(Math.max(least, this.#values.length * 2))
    values.set(this.#values)
    this.#values = values
  }
}

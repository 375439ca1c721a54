/** A range of rows: the first, and the one after the last. */
export interface Range {
  from: number
  to: number
}

/** A place that stays the same whatever comes or goes above: a row, and an offset into it in px. */
export interface Place {
  key: string
  into: number
}

/**
 * How many heights of removed rows may gather before they are dropped together.
 */
const SLACK = 1000

/**
 * Where each row of a long list begins, in px, calculated from the measured heights, and the
 * estimate for the others.
 */
export class Heights {
  readonly #estimate: number
  readonly #measured = new Map<string, number>()
  #keys: readonly string[] = []
  #count = 0
  /** Where each row begins, then the end of all; null: has to be calculated again. */
  #starts: Float64Array | null = null

  constructor(estimate: number) {
    this.#estimate = estimate
  }

  /** The rows as they are now. After those with a key come others up to the count, as high as estimated. */
  list(keys: readonly string[], count: number): void {
    if (keys === this.#keys && count === this.#count) return
    this.#keys = keys
    this.#count = count
    this.#starts = null
    if (this.#measured.size > keys.length + SLACK) this.#forget()
  }

  /** Whether that changes where anything is. */
  measure(index: number, height: number): boolean {
    const key = this.#keys[index]
    if (key === undefined) return false
    const known = this.#measured.get(key)
    this.#measured.set(key, height)
    if ((known ?? this.#estimate) === height) return false
    this.#starts = null
    return true
  }

  start(index: number): number {
    this.#starts ??= this.#reckon()
    return this.#starts[Math.min(index, this.#count)]!
  }

  get end(): number {
    return this.start(this.#count)
  }

  /** The rows that any part of that stretch belongs to, and so many more on either side. */
  within(top: number, height: number, more: number): Range {
    const from = this.#rowAt(top)
    const to = this.#rowAt(top + height) + 1
    return { from: Math.max(0, from - more), to: Math.min(this.#count, to + more) }
  }

  /** The place at this height; undefined: no row with a key is there. */
  placeAt(px: number): Place | undefined {
    const index = this.#rowAt(px)
    const key = this.#keys[index]
    return key === undefined ? undefined : { key, into: px - this.start(index) }
  }

  /** Where that place is now; undefined if its row is gone. */
  find({ key, into }: Place): number | undefined {
    const index = this.#keys.indexOf(key)
    return index < 0 ? undefined : this.start(index) + into
  }

  /** The last row that begins at or above. */
  #rowAt(px: number): number {
    let low = 0
    let high = Math.max(0, this.#count - 1)
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.start(middle) <= px) low = middle
      else high = middle - 1
    }
    return low
  }

  #reckon(): Float64Array {
    const starts = new Float64Array(this.#count + 1)
    let start = 0
    for (let i = 0; i < this.#count; i++) {
      starts[i] = start
      start += this.#measured.get(this.#keys[i] ?? '') ?? this.#estimate
    }
    starts[this.#count] = start
    return starts
  }

  #forget(): void {
    const present = new Set(this.#keys)
    for (const key of this.#measured.keys()) if (!present.has(key)) this.#measured.delete(key)
  }
}

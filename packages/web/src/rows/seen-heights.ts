import type { RowHeights } from './viewport.ts'

/** Heights that have to be measured: each row counts with its last measured height, or the estimate. */
export class SeenHeights implements RowHeights {
  readonly #estimate: number
  readonly #countNow: () => number
  readonly #heights: number[] = []
  /** Where each row begins, then the height of all; null: has to be calculated again. */
  #tops: Float64Array | null = null

  constructor(estimate: number, count: () => number) {
    this.#estimate = estimate
    this.#countNow = count
  }

  get count(): number {
    return this.#heights.length
  }

  get total(): number {
    return this.topOf(this.count)
  }

  update(): void {
    const count = this.#countNow()
    if (count === this.count) return
    const before = this.count
    this.#heights.length = count
    if (count > before) this.#heights.fill(this.#estimate, before)
    this.#tops = null
  }

  heightOf(row: number): number {
    return this.#heights[row] ?? 0
  }

  topOf(row: number): number {
    this.#tops ??= this.#reckon()
    return this.#tops[row] ?? 0
  }

  rowAt(top: number): number {
    let low = 0
    let high = Math.max(0, this.count - 1)
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.topOf(middle) <= top) low = middle
      else high = middle - 1
    }
    return low
  }

  measured(row: number, height: number): boolean {
    if (row >= this.count || this.#heights[row] === height) return false
    this.#heights[row] = height
    this.#tops = null
    return true
  }

  #reckon(): Float64Array {
    const tops = new Float64Array(this.count + 1)
    for (const [row, height] of this.#heights.entries()) tops[row + 1] = tops[row]! + height
    return tops
  }
}

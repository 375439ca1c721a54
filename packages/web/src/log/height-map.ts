import type { RowHeights } from '../rows/viewport.ts'
import { BLOCK } from './lines.ts'
import type { Log } from './log.ts'

export const ROW_PX = 18

/** How many characters of a line are shown; more are shown on demand. */
export const CLIP = 5_000

/**
 * The height, and so the place, of each line: estimated from its length until its row has been measured.
 * Keeps one sum per block of lines, so that millions of lines need neither an object nor a number each.
 * (@tanstack/react-virtual keeps several of each for every row and computes all of them again whenever one is
 * added: 10 ms a frame with 400,000 lines.)
 */
export class HeightMap implements RowHeights {
  readonly #log: Log
  /** Characters in a row; null: lines are not wrapped, each is one row. */
  #columns: number | null = null
  #count = 0
  /** The height of each block of lines. */
  #sums: number[] = []
  /** Heights of rows that were not as expected. */
  readonly #measured = new Map<number, number>()
  /** Heights of lines that may still change, as they are in the sums. */
  readonly #unfinished = new Map<number, number>()

  constructor(log: Log) {
    this.#log = log
  }

  get count(): number {
    return this.#count
  }

  get total(): number {
    if (this.#columns === null) return this.#count * ROW_PX
    return this.#sums.reduce((total, sum) => total + sum, 0)
  }

  wrapAt(columns: number | null): void {
    if (columns === this.#columns) return
    this.#columns = columns
    this.anew()
  }

  /** The log shows other lines than before. */
  anew(): void {
    this.#count = 0
    this.#sums = []
    this.#measured.clear()
    this.#unfinished.clear()
    this.update()
  }

  /** Takes in new lines and changed ones. */
  update(): void {
    const from = this.#count
    this.#count = this.#log.count
    if (this.#columns === null) return
    for (const [line, height] of this.#unfinished) {
      this.#measured.delete(line)
      this.#add(line, this.heightOf(line) - height)
    }
    this.#unfinished.clear()
    for (let line = from; line < this.#count; ) line = this.#addFrom(line)
    for (const line of this.#log.unfinished()) this.#unfinished.set(line, this.heightOf(line))
  }

  measured(line: number, height: number): boolean {
    const before = this.heightOf(line)
    if (this.#columns === null || before === height) return false
    this.#measured.set(line, height)
    if (this.#unfinished.has(line)) this.#unfinished.set(line, height)
    this.#add(line, height - before)
    return true
  }

  heightOf(line: number): number {
    if (this.#columns === null) return ROW_PX
    const length = Math.min(this.#log.text(line).length, CLIP)
    if (length <= this.#columns && this.#measured.size === 0) return ROW_PX
    return this.#measured.get(line) ?? Math.max(1, Math.ceil(length / this.#columns)) * ROW_PX
  }

  topOf(line: number): number {
    if (this.#columns === null) return line * ROW_PX
    const block = Math.floor(line / BLOCK)
    let top = 0
    for (let each = 0; each < block; each++) top += this.#sums[each]!
    for (let each = block * BLOCK; each < line; each++) top += this.heightOf(each)
    return top
  }

  rowAt(top: number): number {
    const last = Math.max(0, this.#count - 1)
    if (this.#columns === null) return Math.min(Math.max(0, Math.floor(top / ROW_PX)), last)
    let left = top
    let block = 0
    while (block < this.#sums.length - 1 && left >= this.#sums[block]!) left -= this.#sums[block++]!
    let line = block * BLOCK
    while (line < last && left >= this.heightOf(line)) left -= this.heightOf(line++)
    return line
  }

  /** Adds the rest of the line's block, or what there is of it; returns the next line. */
  #addFrom(line: number): number {
    const end = Math.min(this.#count, (Math.floor(line / BLOCK) + 1) * BLOCK)
    if (this.#log.longestAround(line) <= this.#columns!) {
      this.#add(line, (end - line) * ROW_PX)
    } else {
      for (let each = line; each < end; each++) this.#add(each, this.heightOf(each))
    }
    return end
  }

  #add(line: number, height: number): void {
    const block = Math.floor(line / BLOCK)
    this.#sums[block] = (this.#sums[block] ?? 0) + height
  }
}

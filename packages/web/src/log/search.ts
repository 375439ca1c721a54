import type { Log } from './log.ts'
import { Numbers } from './numbers.ts'

/** Lines between two looks at the clock. */
const STRIDE = 256
/** Stops after this many matches: nobody steps through more, and one line may hold millions. */
export const MATCHES_MAX = 100_000

export interface Match {
  line: number
  /** In the line's plain text. */
  from: number
  to: number
}

/**
 * Where a text is in a log, without regard to case: found slice by slice, kept up to date while the log
 * grows and its unfinished lines change.
 */
export class Search {
  readonly #log: Log
  readonly #pattern: RegExp
  readonly #lines = new Numbers()
  readonly #from = new Numbers()
  readonly #to = new Numbers()
  /** Lines before this one have been looked through. */
  #next = 0
  /** Those among them that weren't finished, with the text that was looked through. */
  readonly #unfinished = new Map<number, string>()

  constructor(log: Log, query: string) {
    this.#log = log
    this.#pattern = new RegExp(query.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu')
  }

  get count(): number {
    return this.#lines.length
  }

  /** Searches on until `isOver`; true when the whole log has been searched, or there are enough matches. */
  step(isOver: () => boolean): boolean {
    this.#lookAgain()
    while (this.#next < this.#log.count && this.count < MATCHES_MAX) {
      const end = Math.min(this.#log.count, this.#next + STRIDE)
      for (let line = this.#next; line < end; line++) this.#look(line)
      this.#next = end
      if (isOver()) break
    }
    for (const line of this.#log.unfinished()) {
      if (line < this.#next) this.#unfinished.set(line, this.#log.text(line))
    }
    return this.#next === this.#log.count || this.count >= MATCHES_MAX
  }

  match(place: number): Match {
    return { line: this.#lines.at(place), from: this.#from.at(place), to: this.#to.at(place) }
  }

  /** The places of the matches in the line: from the first up to, not including, the second. */
  placesIn(line: number): [first: number, end: number] {
    return [this.#lines.placeOf(line), this.#lines.placeOf(line + 1)]
  }

  #lookAgain(): void {
    const still = new Set(this.#log.unfinished())
    for (const [line, text] of this.#unfinished) {
      if (!still.has(line)) this.#unfinished.delete(line)
      if (text === this.#log.text(line)) continue
      const matches = this.#matchesIn(line).toArray()
      const [first, end] = this.placesIn(line)
      this.#lines.replace(
        first,
        end,
        matches.map(() => line),
      )
      this.#from.replace(
        first,
        end,
        matches.map((match) => match.index),
      )
      this.#to.replace(
        first,
        end,
        matches.map((match) => match.index + match[0].length),
      )
    }
  }

  #look(line: number): void {
    for (const match of this.#matchesIn(line)) {
      this.#lines.push(line)
      this.#from.push(match.index)
      this.#to.push(match.index + match[0].length)
    }
  }

  #matchesIn(line: number) {
    return this.#log.plain(line).matchAll(this.#pattern).take(MATCHES_MAX)
  }
}

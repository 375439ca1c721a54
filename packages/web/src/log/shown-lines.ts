/** Whether a line is shown; asked once for each, in their order. */
export type Accepts = (line: number) => boolean

/** The lines of a growing log that a filter leaves. */
export class ShownLines {
  readonly #accepts: Accepts
  readonly #lines: number[] = []
  #seen = 0

  constructor(accepts: Accepts) {
    this.#accepts = accepts
  }

  /** Takes in what the log has got since; returns how many are shown. */
  upTo(count: number): number {
    for (; this.#seen < count; this.#seen++) {
      if (this.#accepts(this.#seen)) this.#lines.push(this.#seen)
    }
    return this.#lines.length
  }

  /** Its number in the log. */
  lineAt(place: number): number {
    return this.#lines[place]!
  }

  /** Where the line is shown; -1: nowhere. */
  placeOf(line: number): number {
    let from = 0
    let to = this.#lines.length
    while (from < to) {
      const middle = (from + to) >> 1
      if (this.#lines[middle]! < line) from = middle + 1
      else to = middle
    }
    return this.#lines[from] === line ? from : -1
  }
}

/** At most `places` at a time; the others wait, the lowest dispatch number first. Pure. */
export class Queue<T extends { readonly runId: string; readonly dispatch: number }> {
  readonly #places: number
  readonly #waiting: T[] = []
  readonly #placed = new Set<string>()

  constructor(places: number) {
    this.#places = places
  }

  add(item: T): void {
    const after = this.#waiting.findLastIndex(({ dispatch }) => dispatch < item.dispatch)
    this.#waiting.splice(after + 1, 0, item)
  }

  /** For a run that is under way already: it takes a place even if none is free. */
  place(runId: string): void {
    this.#placed.add(runId)
  }

  /** The next one whose turn it is, of those that may start; it has a place from now on. */
  next(mayStart: (item: T) => boolean = () => true): T | null {
    if (this.#placed.size >= this.#places) return null
    const at = this.#waiting.findIndex(mayStart)
    const [item = null] = at < 0 ? [] : this.#waiting.splice(at, 1)
    if (item !== null) this.#placed.add(item.runId)
    return item
  }

  release(runId: string): void {
    this.#placed.delete(runId)
  }

  /** Removes a run from those that wait; false if it isn't among them. */
  withdraw(runId: string): boolean {
    const at = this.#waiting.findIndex((item) => item.runId === runId)
    if (at < 0) return false
    this.#waiting.splice(at, 1)
    return true
  }

  get waiting(): readonly T[] {
    return this.#waiting
  }
}

/** Keeps the beginning and the end of a text that may have no end, each up to `half` characters. */
export class BeginningAndEnd {
  readonly #half: number
  #beginning = ''
  #end = ''
  #left = 0

  constructor(half: number) {
    this.#half = half
  }

  add(text: string): void {
    const room = this.#half - this.#beginning.length
    this.#beginning += text.slice(0, room)
    const end = this.#end + text.slice(room)
    const out = Math.max(0, end.length - this.#half)
    this.#left += out
    this.#end = end.slice(out)
  }

  toString(): string {
    if (this.#left === 0) return this.#beginning + this.#end
    const gap = `\n… (${this.#left} characters left out) …\n`
    return this.#beginning.toWellFormed() + gap + this.#end.toWellFormed()
  }
}

import { PLAIN, type Style } from './style.ts'

const MAX = 65_536

/** Each style that occurs, by a small number: lines keep the number. */
export class StyleTable {
  readonly #styles: Style[] = [PLAIN]
  readonly #numbers = new Map<string, number>([[keyOf(PLAIN), 0]])

  get(number: number): Style {
    return this.#styles[number]!
  }

  /** A log with more styles than fit has the rest of its lines begin plain. */
  numberOf(style: Style): number {
    const key = keyOf(style)
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    if (this.#styles.length === MAX) return 0
    this.#numbers.set(key, this.#styles.length)
    return this.#styles.push(style) - 1
  }
}

function keyOf({ ink, ground, bold, dim, italic, underline, inverse }: Style): string {
  return `${ink},${ground},${+bold}${+dim}${+italic}${+underline}${+inverse}`
}

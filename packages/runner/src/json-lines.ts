import { StringDecoder } from 'node:string_decoder'

export function encodeLine(message: unknown): string {
  return `${JSON.stringify(message)}\n`
}

/** Puts together the lines of a stream that arrives in any pieces; a half line waits for its rest. */
export class LineSplitter<T> {
  readonly #decoder = new StringDecoder('utf8')
  readonly #pieces: string[] = []

  /** The messages that these bytes complete. */
  add(bytes: Buffer): T[] {
    const text = this.#decoder.write(bytes)
    const end = text.lastIndexOf('\n')
    if (end < 0) {
      this.#pieces.push(text)
      return []
    }
    const whole = this.#pieces.join('') + text.slice(0, end)
    this.#pieces.length = 0
    if (end + 1 < text.length) this.#pieces.push(text.slice(end + 1))
    return whole.split('\n').map((line) => JSON.parse(line) as T)
  }
}

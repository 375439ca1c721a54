/** Lines a block holds: growing never copies what is there. */
export const BLOCK = 4096

interface Block {
  texts: string[]
  /** The length of its longest text, in characters. */
  longest: number
  streams: Uint8Array
  styles: Uint16Array
  /** Seconds since the first line; more than a hundred years fit. */
  times: Uint32Array
}

/**
 * Very many lines in little memory: 8 million of them, which is what `yes` prints into 16 MiB, take
 * about 100 MB. So no object stands for a line.
 */
export class Lines {
  readonly #blocks: Block[] = []
  #count = 0
  #epoch = 0

  get count(): number {
    return this.#count
  }

  /** `at`: ms since 1970. Returns the line's index. */
  push(text: string, stream: number, style: number, at: number): number {
    const index = this.#count++
    if (index === 0) this.#epoch = Math.floor(at / 1000) * 1000
    if (index % BLOCK === 0) this.#blocks.push(newBlock())
    const block = this.#blocks.at(-1)!
    const place = index % BLOCK
    block.texts.push(text)
    if (text.length > block.longest) block.longest = text.length
    block.streams[place] = stream
    block.styles[place] = style
    block.times[place] = Math.max(0, at - this.#epoch) / 1000
    return index
  }

  text(index: number): string {
    return this.#block(index).texts[index % BLOCK]!
  }

  setText(index: number, text: string): void {
    const block = this.#block(index)
    block.texts[index % BLOCK] = text
    block.longest = Math.max(block.longest, text.length)
  }

  /** No text of the line's block is longer, in characters. */
  longestAround(index: number): number {
    return this.#block(index).longest
  }

  stream(index: number): number {
    return this.#block(index).streams[index % BLOCK]!
  }

  style(index: number): number {
    return this.#block(index).styles[index % BLOCK]!
  }

  setStyle(index: number, style: number): void {
    this.#block(index).styles[index % BLOCK] = style
  }

  at(index: number): number {
    return this.#epoch + this.#block(index).times[index % BLOCK]! * 1000
  }

  #block(index: number): Block {
    return this.#blocks[Math.floor(index / BLOCK)]!
  }
}

function newBlock(): Block {
  return {
    texts: [],
    longest: 0,
    streams: new Uint8Array(BLOCK),
    styles: new Uint16Array(BLOCK),
    times: new Uint32Array(BLOCK),
  }
}

/** An event of a stream as it came, with the blank line at its end, or lines of comments. */
export interface Block {
  text: string
  id: number | null
  data: string | null
}

/** How much of the newest events is kept, in characters, for tabs that open later or were away. */
const SIZE_MAX = 2 * 1024 * 1024

/**
 * The newest events of a stream, so that a tab can go on from its own place where the stream is further
 * already. Of what passes without a number it keeps how each desktop or turn of a chat is, as the server
 * tells it on each connection.
 */
export class Backlog {
  /** Everything after this cursor is kept. */
  #from: number
  #cursor: number
  #events: { id: number; text: string }[] = []
  #size = 0
  readonly #states = new Map<string, string>()

  constructor(after: number) {
    this.#from = after
    this.#cursor = after
  }

  /** How far the stream has come. */
  get cursor(): number {
    return this.#cursor
  }

  /** A new connection: the server tells the state of the desktops, or of the turn, again. */
  forgetStates(): void {
    this.#states.clear()
  }

  add({ text, id, data }: Block): void {
    if (id === null) {
      if (data !== null) this.#passing(data, text)
      return
    }
    const type = data === null ? 'stream.cursor' : JSON.parse(data).type
    if (type === 'stream.reset') {
      this.#events = []
      this.#size = 0
      this.#from = id
    } else if (type !== 'stream.cursor') {
      this.#events.push({ id, text })
      this.#size += text.length
      this.#trim()
    }
    this.#cursor = id
  }

  /** What a tab at this place has missed; null: it isn't kept any more. */
  since(place: number): string | null {
    if (place < this.#from) return null
    const missed = this.#events.filter(({ id }) => id > place).map(({ text }) => text)
    return [...missed, ...this.#states.values()].join('')
  }

  #passing(data: string, text: string): void {
    const { type, payload } = JSON.parse(data) as { type: string; payload: { id?: unknown } }
    const isState = type.startsWith('desktop.') || type === 'chat.turn'
    if (isState && typeof payload.id === 'string') this.#states.set(payload.id, text)
  }

  #trim(): void {
    let gone = 0
    while (this.#size > SIZE_MAX) {
      const { id, text } = this.#events[gone++]!
      this.#size -= text.length
      this.#from = id
    }
    // Dropped rarely, and then many together.
    if (gone > 0) this.#events.splice(0, gone)
  }
}

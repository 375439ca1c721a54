import type { Chunk } from './output-feed.ts'

/** ms that one frame may spend on taking in what has arrived. */
const BUDGET_MS = 8

interface Options {
  take: (chunk: Chunk) => void
  /** Called after each frame that took something in. */
  changed: () => void
  /** Runs what it is given before the screen is painted next. */
  schedule: (run: () => void) => void
}

/** Takes chunks in a frame at a time, however fast they arrive: 16 MiB at once don't hold up the screen. */
export class Intake {
  readonly #options: Options
  #waiting: Chunk[] = []
  /** How many of the waiting chunks are taken already. */
  #taken = 0
  #scheduled = false

  constructor(options: Options) {
    this.#options = options
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0
  }

  push(chunks: readonly Chunk[]): void {
    if (chunks.length === 0) return
    for (const chunk of chunks) this.#waiting.push(chunk)
    this.#plan()
  }

  #plan(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    this.#options.schedule(() => this.#work())
  }

  #work(): void {
    this.#scheduled = false
    const until = performance.now() + BUDGET_MS
    do this.#options.take(this.#waiting[this.#taken++]!)
    while (this.#taken < this.#waiting.length && performance.now() < until)
    if (this.#taken < this.#waiting.length) {
      this.#plan()
    } else {
      this.#waiting = []
      this.#taken = 0
    }
    this.#options.changed()
  }
}

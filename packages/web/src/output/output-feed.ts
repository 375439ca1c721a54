import type { OutputChunk, OutputStream } from '@mission-control/protocol'

/** A piece of output as it passes in the stream of events. */
export interface LiveChunk {
  seq: number
  stream: OutputStream
  data: string
}

export interface Chunk extends LiveChunk {
  /** ms since 1970. */
  at: number
}

export type FetchPage = (query: { after: number; limit: number }) => Promise<OutputChunk[]>

/** About this many characters a page: parsing it must not hold up the screen. */
const PAGE_CHARACTERS = 1024 * 1024
const LIMIT_MIN = 16
const LIMIT_MAX = 10_000
/** How many chunks are kept that pass during a fetch; further ones are fetched. */
const AHEAD_MAX = 1000

interface Options {
  fetchPage: FetchPage
  /** Each chunk once, in order, without a gap. */
  take: (chunks: readonly Chunk[]) => void
  now: () => number
}

/**
 * Makes one gapless sequence of what is stored and what passes by live. The live part may miss chunks
 * (a cut, a start in the middle) or repeat them; whatever is missing is fetched.
 */
export class OutputFeed {
  readonly #options: Options
  #last = 0
  #limit = LIMIT_MIN
  #ahead: Chunk[] = []
  /** More chunks came live than were kept. */
  #missed = false
  #fetching: Promise<void> | undefined
  #again = false

  constructor(options: Options) {
    this.#options = options
  }

  /** A chunk that came live. */
  pass({ seq, stream, data }: LiveChunk): void {
    const chunk = { seq, stream, data, at: this.#options.now() }
    if (seq <= this.#last) return
    if (!this.#fetching && seq === this.#last + 1) {
      this.#take([chunk])
      return
    }
    if (this.#ahead.length < AHEAD_MAX) this.#ahead.push(chunk)
    else this.#missed = true
    // Refused: `catchUp` rejects, and the next chunk tries again.
    if (!this.#fetching) this.catchUp().catch(() => undefined)
  }

  /** Fetches all that is stored and isn't here yet; resolves when nothing is known to be missing. */
  catchUp(): Promise<void> {
    this.#again = true
    this.#fetching ??= this.#fetchAll().finally(() => {
      this.#fetching = undefined
    })
    return this.#fetching
  }

  async #fetchAll(): Promise<void> {
    while (this.#again || this.#missed) {
      this.#again = this.#missed = false
      while (await this.#fetchOne());
      this.#takeAhead()
    }
  }

  /** Returns true if there may be more. */
  async #fetchOne(): Promise<boolean> {
    const limit = this.#limit
    const page = await this.#options.fetchPage({ after: this.#last, limit })
    this.#take(page.map((chunk) => ({ ...chunk, at: Date.parse(chunk.at) })))
    const characters = page.reduce((sum, { data }) => sum + data.length, 1)
    const fitting = Math.floor((limit * PAGE_CHARACTERS) / characters)
    this.#limit = Math.min(Math.max(fitting, LIMIT_MIN), LIMIT_MAX, limit * 8)
    return page.length === limit
  }

  #take(chunks: readonly Chunk[]): void {
    if (chunks.length === 0) return
    this.#last = chunks.at(-1)!.seq
    this.#options.take(chunks)
  }

  #takeAhead(): void {
    const ahead = this.#ahead
    this.#ahead = []
    for (const chunk of ahead) {
      if (chunk.seq === this.#last + 1) this.#take([chunk])
      else if (chunk.seq > this.#last) this.#missed = true
    }
  }
}

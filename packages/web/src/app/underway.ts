/**
 * The largest request to send even if the page is closed, in characters: browsers allow 64 KiB for all of
 * them together.
 */
const SMALL = 8 * 1024
const SMALL_AT_ONCE = 4

/** Counts requests without an answer. Small ones are sent even if the page is closed. */
export class Underway {
  readonly #send: typeof fetch
  readonly #listeners = new Set<() => void>()
  #count = 0

  constructor(send: typeof fetch) {
    this.#send = send
  }

  readonly count = (): number => this.#count

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly fetch: typeof fetch = async (input, init) => {
    if ((init?.method ?? 'GET') === 'GET') return await this.#send(input, init)
    const { body } = init ?? {}
    const isSmall = !body || (typeof body === 'string' && body.length <= SMALL)
    const keepalive = isSmall && this.#count < SMALL_AT_ONCE
    this.#become(this.#count + 1)
    try {
      return await this.#send(input, { ...init, keepalive })
    } finally {
      this.#become(this.#count - 1)
    }
  }

  #become(count: number): void {
    this.#count = count
    for (const listener of this.#listeners) listener()
  }
}

/** Asks before the page is left while something is being sent. */
export function holdLeaving(underway: Underway): void {
  addEventListener('beforeunload', (event) => {
    if (underway.count() > 0) event.preventDefault()
  })
}

/** Until the server says otherwise with `retry:`. */
const RETRY_MS = 1_000
const MOST_MS = 30_000

/** How long to stay away after cuts: doubling with every failure, jittered so that clients spread out. */
export class BackOff {
  #retryMs = RETRY_MS
  #failures = 0

  /** The server's `retry:` field: what a first reconnect waits at least. */
  setRetry(ms: number): void {
    this.#retryMs = ms
  }

  succeeded(): void {
    this.#failures = 0
  }

  /** Milliseconds until the next try; at least `floorMs`. */
  next(floorMs = 0): number {
    const most = Math.max(MOST_MS, this.#retryMs)
    const base = Math.min(most, this.#retryMs * 2 ** this.#failures++)
    return Math.max(floorMs, base * (1 + Math.random() / 2))
  }
}

/** Resolves after `ms`, or at once when the signal aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
}

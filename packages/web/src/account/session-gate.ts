/**
 * The way to the server for a page whose session may end at any time. A request that is refused for
 * that waits until somebody has signed in again, and is then repeated: a form that was being sent is
 * sent, the stream goes on, nothing typed is lost.
 */
export class SessionGate {
  #expired = false
  readonly #listeners = new Set<() => void>()
  #again = Promise.withResolvers<void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly isExpired = (): boolean => this.#expired

  readonly fetch: typeof fetch = async (input, init) => {
    for (;;) {
      const response = await fetch(input, init)
      if (response.status !== 401 || isAboutSession(input)) return response
      this.#become(true)
      await Promise.race([this.#again.promise, aborted(init?.signal)])
      init?.signal?.throwIfAborted()
    }
  }

  /** Somebody has signed in: what waits goes on. */
  renewed(): void {
    this.#become(false)
    this.#again.resolve()
    this.#again = Promise.withResolvers()
  }

  #become(expired: boolean): void {
    if (this.#expired === expired) return
    this.#expired = expired
    for (const listener of this.#listeners) listener()
  }
}

/** To these a 401 is the answer: a wrong password, or nobody signed in. */
function isAboutSession(input: RequestInfo | URL): boolean {
  const path = new URL(input instanceof Request ? input.url : input, location.href).pathname
  return /\/api\/auth\/(session|sign-in|sign-out|set-up|password)$/.test(path)
}

function aborted(signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((done) => signal?.addEventListener('abort', () => done()))
}

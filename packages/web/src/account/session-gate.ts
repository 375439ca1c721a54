/**
 * Requests of a page whose session may end at any time. A request that is refused because the
 * session ended waits until somebody has signed in again, and is then repeated: a form that was
 * being sent is sent, the stream goes on, nothing typed is lost.
 */
export class SessionGate {
  readonly #send: typeof fetch
  #expired = false
  #leaving = false
  readonly #listeners = new Set<() => void>()
  #again = Promise.withResolvers<void>()

  constructor(send: typeof fetch = (input, init) => fetch(input, init)) {
    this.#send = send
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly isExpired = (): boolean => this.#expired

  readonly fetch: typeof fetch = async (input, init) => {
    for (;;) {
      const response = await this.#send(input, init)
      if (response.status !== 401 || (await isAnswer(response, input))) return response
      this.expire()
      await Promise.race([this.#again.promise, aborted(init?.signal)])
      init?.signal?.throwIfAborted()
    }
  }

  /** Call it when the session is known to have ended before a request is refused for it. */
  expire(): void {
    if (!this.#leaving) this.#become(true)
  }

  /** Somebody has signed in: what waits goes on. */
  renewed(): void {
    this.#become(false)
    this.#again.resolve()
    this.#again = Promise.withResolvers()
  }

  /** Somebody is signing out, so the end of the session is expected. */
  close(): void {
    this.#leaving = true
  }

  /** The sign-out failed. */
  open(): void {
    this.#leaving = false
  }

  #become(expired: boolean): void {
    if (this.#expired === expired) return
    this.#expired = expired
    for (const listener of this.#listeners) listener()
  }
}

/** A wrong password, or nobody signed in: not the end of a session. */
async function isAnswer(response: Response, input: RequestInfo | URL): Promise<boolean> {
  const path = new URL(input instanceof Request ? input.url : input, location.href).pathname
  const answers =
    /\/api\/auth\/(session|sign-in|sign-out|set-up|header|passkey(\/start)?|sso\/[\w-]+|reset(\/finish)?|invitation(\/join)?)$/
  if (answers.test(path)) return true
  if (!/\/api\/auth\/(password|totp\/\w+|passkeys(\/\w+)*)$/.test(path)) return false
  return /wrong_(credentials|code|passkey)|second_factor_required/.test(
    await response.clone().text(),
  )
}

function aborted(signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((done) => signal?.addEventListener('abort', () => done()))
}

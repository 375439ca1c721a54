import type { Sink } from './sink.ts'

/**
 * The periods in which a client keeps up with live events. Each lasts until the client falls
 * behind.
 */
export class LiveSpell<At> {
  readonly #sink: Sink
  #end: ((at: At | undefined) => void) | undefined

  constructor(sink: Sink) {
    this.#sink = sink
  }

  get isOn(): boolean {
    return this.#end !== undefined
  }

  /** Resolves with where the client was when it fell behind, or with undefined once it is gone. */
  begin(): Promise<At | undefined> {
    const { signal } = this.#sink
    return new Promise((resolve) => {
      const gone = () => this.#end?.(undefined)
      this.#end = (at) => {
        this.#end = undefined
        signal.removeEventListener('abort', gone)
        resolve(at)
      }
      signal.addEventListener('abort', gone)
      if (signal.aborted) gone()
    })
  }

  /** `at`: where the client is with it. */
  send(frames: string | Buffer, at: At): void {
    this.#sink.write(frames)
    if (this.#sink.isBehind) this.#end?.(at)
  }
}

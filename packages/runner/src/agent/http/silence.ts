import { AgentFailure } from '../failure.ts'

/** Gives up an endpoint that says nothing for too long while it is listened to. */
export class Silence {
  /** Aborted with the given signal, or when nothing was heard for too long. */
  readonly signal: AbortSignal
  readonly #ms: number
  readonly #tooLong = new AbortController()
  #timer: NodeJS.Timeout | undefined

  constructor(ms: number, signal: AbortSignal) {
    this.#ms = ms
    this.signal = AbortSignal.any([signal, this.#tooLong.signal])
  }

  /** From now on the endpoint has to say something. */
  listen(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const message = `The endpoint has said nothing for ${this.#ms / 1000} s.`
      this.#tooLong.abort(new AgentFailure('agent_unreachable', message))
    }, this.#ms)
  }

  /** From now on the endpoint may be silent. */
  rest(): void {
    clearTimeout(this.#timer)
  }

  /** The body of a response, listened to until its end. Throws {@link AgentFailure}. */
  async *heard({ body }: Response): AsyncGenerator<Uint8Array> {
    try {
      for await (const bytes of body ?? []) {
        this.listen()
        yield bytes as Uint8Array
      }
    } catch (error) {
      this.signal.throwIfAborted()
      if (error instanceof AgentFailure) throw error
      throw brokenOff(error)
    } finally {
      this.rest()
    }
  }
}

export function brokenOff(cause?: unknown): AgentFailure {
  const message = 'The endpoint broke off in the middle of its answer.'
  return new AgentFailure('agent_unreachable', message, { cause })
}

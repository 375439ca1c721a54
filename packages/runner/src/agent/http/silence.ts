import { AgentFailure } from '../failure.ts'

export interface Silence {
  /** Aborted with `signal`, or when nothing was heard for too long. */
  signal: AbortSignal
  /** The body of a response, of which every piece counts as heard. */
  heard(response: Response): AsyncIterable<Uint8Array>
  end(): void
}

/** Gives up an endpoint that says nothing for `ms`. */
export function silenceAfter(ms: number, signal: AbortSignal): Silence {
  const quiet = new AbortController()
  const timer = setTimeout(() => {
    const message = `The endpoint has said nothing for ${ms / 1000} s.`
    quiet.abort(new AgentFailure('agent_unreachable', message))
  }, ms)
  const either = AbortSignal.any([signal, quiet.signal])
  return {
    signal: either,
    async *heard({ body }) {
      try {
        for await (const bytes of body ?? []) {
          timer.refresh()
          yield bytes as Uint8Array
        }
      } catch (error) {
        either.throwIfAborted()
        if (error instanceof AgentFailure) throw error
        const message = 'The endpoint broke off in the middle of its answer.'
        throw new AgentFailure('agent_unreachable', message, { cause: error })
      }
    },
    end: () => clearTimeout(timer),
  }
}

import { persist } from '../http/persist.ts'
import { silenceAfter } from '../http/silence.ts'

/** What the libraries send their requests with: patient with refusals, impatient with silence. */
export function fetchWith(silenceMs: number): typeof fetch {
  return async (url, { signal, ...request } = {}) => {
    const silence = silenceAfter(silenceMs, signal ?? new AbortController().signal)
    try {
      const response = await persist(String(url), { ...request, signal: silence.signal })
      const { status, statusText, headers } = response
      const body = ReadableStream.from(endingWith(silence.heard(response), silence.end))
      return new Response(body as ReadableStream<Uint8Array>, { status, statusText, headers })
    } catch (error) {
      silence.end()
      throw error
    }
  }
}

async function* endingWith<T>(items: AsyncIterable<T>, end: () => void): AsyncGenerator<T> {
  try {
    yield* items
  } finally {
    end()
  }
}

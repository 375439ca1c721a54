import { persist } from '../http/persist.ts'
import { Silence } from '../http/silence.ts'

/** The `fetch` for the model libraries: it tries again after refusals and gives up on silence. */
export function fetchWith(silenceMs: number): typeof fetch {
  return async (url, { signal, ...request } = {}) => {
    const silence = new Silence(silenceMs, signal ?? new AbortController().signal)
    const response = await persist(String(url), request, silence)
    const { status, statusText, headers } = response
    const body: ReadableStream = ReadableStream.from(silence.heard(response))
    return new Response(body, { status, statusText, headers })
  }
}

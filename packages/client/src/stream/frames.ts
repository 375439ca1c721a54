import { createParser } from 'eventsource-parser'
import { arrived } from '../answer.ts'

/** A place in the stream, or what happened; a block with both is two frames, the place first. */
export interface StreamFrame {
  id: number | null
  data: string | null
}

/**
 * The frames of one connection. Ends or throws ConnectionError with it; a frame that was cut in the
 * middle never shows.
 *
 * `silenceMs`: without a byte for so long the connection counts as dead. A peer that vanished (a
 * laptop that slept, a NAT that forgot) never says so.
 */
export async function* framesOf(
  response: Response,
  { silenceMs, onRetry }: { silenceMs: number; onRetry: (ms: number) => void },
): AsyncGenerator<StreamFrame, void, undefined> {
  let frames: StreamFrame[] = []
  let id: number | null = null
  const parser = createParser({
    onRetry,
    onId: (text) => {
      id = /^\d+$/.test(text) ? Number(text) : null
      frames.push({ id, data: null })
    },
    // A block's id has been reported just before; a block without one keeps its null.
    onEvent: (event) => frames.push({ id: event.id === undefined ? null : id, data: event.data }),
  })

  const text = new TextDecoder()
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  for (;;) {
    const { done, value } = await withinSilence(reader.read(), silenceMs, response.url)
    if (done) return
    parser.feed(text.decode(value, { stream: true }))
    const ready = frames
    frames = []
    yield* ready
  }
}

async function withinSilence<T>(read: Promise<T>, silenceMs: number, url: string): Promise<T> {
  const silence = Promise.withResolvers<never>()
  const timer = setTimeout(() => silence.reject(new Error(`silent for ${silenceMs} ms`)), silenceMs)
  try {
    return await arrived(Promise.race([read, silence.promise]), url)
  } finally {
    clearTimeout(timer)
  }
}

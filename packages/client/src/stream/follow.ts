import { unexpected } from '../answer.ts'
import { ApiError, ConnectionError } from '../errors.ts'
import { BackOff, pause } from './back-off.ts'
import { framesOf } from './frames.ts'

export type StreamState = 'live' | 'reconnecting'

export interface StreamOptions {
  /** Ends the stream. */
  signal?: AbortSignal | undefined
  /** Told at every change: `live` when connected, `reconnecting` after a cut. */
  onState?: ((state: StreamState) => void) | undefined
  /**
   * A connection that is silent for this long counts as cut. Default: 45 s, three missed comments
   * of the server.
   */
  silenceMs?: number | undefined
}

export type Connect = (headers: Record<string, string>, signal: AbortSignal) => Promise<Response>

/** What a frame tells; `id`: its place in the stream. */
export interface Told<E> {
  id: number | null
  event: E
}

/**
 * What an event stream tells. It is connected again after every cut and continued by the last id seen.
 * A frame that only moves the cursor isn't shown. Reads on only when the consumer does: a slow one is
 * slowed down or cut by the server.
 */
export async function* follow<E extends { type: string }>(
  connect: Connect,
  { signal, onState, silenceMs = 45_000 }: StreamOptions,
  after: number | null = null,
): AsyncGenerator<Told<E>, void, undefined> {
  const ended = signal ?? new AbortController().signal
  const backOff = new BackOff()
  let cursor = after
  let state: StreamState | null = null
  const become = (next: StreamState) => {
    if (state !== next) onState?.(next)
    state = next
  }

  while (!ended.aborted) {
    const attempt = new AbortController()
    let floorMs = 0
    try {
      const response = await open(connect, cursor, AbortSignal.any([ended, attempt.signal]))
      become('live')
      // The first cursor may be the head, ahead of the replay: we have not reached it yet.
      let isPlaced = cursor === null
      const onRetry = (ms: number) => backOff.setRetry(ms)
      for await (const { id, data } of framesOf(response, { silenceMs, onRetry })) {
        backOff.succeeded()
        const event = data === null ? null : (JSON.parse(data) as E)
        const tells = event !== null && event.type !== 'stream.cursor'
        isPlaced ||= tells
        if (id !== null && isPlaced) cursor = id
        if (tells) yield { id, event }
      }
    } catch (error) {
      if (ended.aborted) return
      if (!isTemporary(error)) throw error
      if (error instanceof ApiError) floorMs = (error.retryAfter ?? 0) * 1000
    } finally {
      attempt.abort() // Closes the connection, also when the consumer breaks off.
    }
    if (ended.aborted) return
    become('reconnecting')
    await pause(backOff.next(floorMs), ended)
  }
}

async function open(connect: Connect, cursor: number | null, signal: AbortSignal) {
  const headers: Record<string, string> = { accept: 'text/event-stream' }
  if (cursor !== null) headers['last-event-id'] = String(cursor)
  const response = await connect(headers, signal)
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
  if (!isStream || !response.body) throw unexpected(response, 'an event stream')
  return response
}

/** A refusal stays one; a busy, restarting or unreachable server is asked again. */
function isTemporary(error: unknown): boolean {
  if (error instanceof ConnectionError) return true
  return error instanceof ApiError && (error.status >= 500 || [408, 429].includes(error.status))
}

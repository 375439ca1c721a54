import type { ChatFrame } from '@mission-control/protocol'
import { isOver } from '@mission-control/protocol/client'
import { turnOf } from './answer.ts'
import type { RequestOptions, Transport } from './call.ts'
import type { QueryOf } from './route-types.ts'
import { type Connect, follow, type StreamOptions } from './stream/follow.ts'

/** The conversation with a desktop's agent; `id` is the desktop's. */
export function chatOf({ call, request }: Transport) {
  const reconnect =
    (id: string, turnId: string): Connect =>
    (headers, signal) =>
      request('getChatTurn', { headers, signal, params: { id, turnId }, retries: 0 })

  return {
    /**
     * Sends a message and waits for the reply. A turn that fails or is cancelled is an answer as
     * well.
     */
    send: (id: string, message: string, options: RequestOptions = {}) =>
      call('sendChat', { ...options, params: { id }, body: { message } }),

    /**
     * The same as a stream: the turn first and at each change, and in between what the agent does.
     * It resumes by itself after a cut, without gap or repeat, and ends with the turn. Breaking off
     * doesn't cancel the turn.
     */
    async *stream(
      id: string,
      message: string,
      options: StreamOptions = {},
    ): AsyncGenerator<ChatFrame, void> {
      const left = new AbortController()
      try {
        let sent: Response | null = await request('sendChat', {
          headers: { accept: 'text/event-stream' },
          signal: options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal,
          params: { id },
          body: { message },
          // A repeated request would be answered with the finished turn, not with a stream.
          retries: 0,
        })
        const again = reconnect(id, turnOf(sent))
        yield* untilOver(async (headers, signal) => {
          const response = sent ?? (await again(headers, signal))
          sent = null
          return response
        }, options)
      } finally {
        left.abort()
      }
    },

    /** A turn from its beginning to its end, in the same way. */
    follow: (id: string, turnId: string, options: StreamOptions = {}) =>
      untilOver(reconnect(id, turnId), options),

    /** The newest turns, or those before one; oldest first. */
    list: (id: string, query: QueryOf<'listChat'> = {}, options: RequestOptions = {}) =>
      call('listChat', { ...options, params: { id }, query }),

    /** One turn as it is now. */
    get: (id: string, turnId: string, options: RequestOptions = {}) =>
      call('getChatTurn', { ...options, params: { id, turnId } }),

    /** Clears the conversation: a running turn is stopped, waiting messages are dropped. */
    clear: (id: string, options: RequestOptions = {}) =>
      call('clearChat', { ...options, params: { id } }),
  }
}

async function* untilOver(
  connect: Connect,
  options: StreamOptions,
): AsyncGenerator<ChatFrame, void> {
  for await (const { event: frame } of follow<ChatFrame>(connect, options)) {
    yield frame
    if (frame.type === 'chat.turn' && isOver(frame.payload)) return
  }
}

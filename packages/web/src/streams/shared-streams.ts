import type { Answer, ToTab, ToWorker } from './messages.ts'

/** If the worker doesn't answer within this time, in ms, the tab opens its streams by itself. */
const HEARD_WITHIN = 5_000

interface Options {
  /** For requests that are no streams, and for streams without a worker. */
  fetch: typeof fetch
  /** The address at which the server says who is signed in. */
  session: string
  /** Connects to the worker; null: the browser has none. `onError`: it could not be started. */
  connect: (onError: () => void) => MessagePort | null
}

interface Stream {
  heard: () => void
  opened: (answer: Answer) => void
  text: (text: string) => void
  ended: (reason?: unknown) => void
}

/** Fetches what is asked for; event streams come from the worker that has them for all tabs. */
export class SharedStreams {
  readonly #options: Options
  #port: MessagePort | null | undefined
  #user: string | null = null
  #last = 0
  readonly #streams = new Map<number, Stream>()

  constructor(options: Options) {
    this.#options = options
  }

  /** The user whose streams this page may show. */
  signedIn(userId: string): void {
    this.#user = userId
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers)
    const isStream =
      headers.get('accept') === 'text/event-stream' && (init?.method ?? 'GET') === 'GET'
    const port = isStream && this.#user !== null && this.#connect()
    if (!port) return await this.#options.fetch(input, init)
    // What is asked for without a place, such as an agent's reply, is told from its beginning.
    const after = Number(headers.get('last-event-id') ?? 0)
    try {
      const workspace = headers.get('x-workspace')
      return await this.#open(port, { url: String(input), workspace }, after, init?.signal)
    } catch (error) {
      if (this.#port !== null || init?.signal?.aborted) throw error
      return await this.#options.fetch(input, init)
    }
  }

  #open(
    port: MessagePort,
    asked: { url: string; workspace: string | null },
    after: number,
    signal: AbortSignal | null | undefined,
  ): Promise<Response> {
    signal?.throwIfAborted()
    const id = ++this.#last
    const say = (message: ToWorker) => port.postMessage(message)
    const answer = Promise.withResolvers<Response>()
    const silence = setTimeout(() => this.#giveUp(), HEARD_WITHIN)
    let controller: ReadableStreamDefaultController<Uint8Array>
    const body = new ReadableStream<Uint8Array>({
      start: (its) => {
        controller = its
      },
      cancel: () => end(undefined),
    })
    const encoder = new TextEncoder()
    const end = (reason: unknown) => {
      clearTimeout(silence)
      if (!this.#streams.delete(id)) return
      signal?.removeEventListener('abort', aborted)
      say({ type: 'close', id })
      const error = reason ?? new TypeError('The stream has ended.')
      answer.reject(error)
      controller.error(error)
    }
    const aborted = () => end(signal?.reason)
    signal?.addEventListener('abort', aborted)
    this.#streams.set(id, {
      heard: () => clearTimeout(silence),
      opened: ({ status, contentType, body: words }) => {
        const headers = { 'content-type': contentType }
        answer.resolve(new Response(words ?? body, { status, headers }))
      },
      text: (text) => {
        controller.enqueue(encoder.encode(text))
        say({ type: 'taken', id, size: text.length })
      },
      ended: end,
    })
    say({
      ...{ type: 'open', id, after, ...asked },
      ...{ user: this.#user!, session: this.#options.session },
    })
    return answer.promise
  }

  #connect(): MessagePort | null {
    if (this.#port !== undefined) return this.#port
    this.#port = this.#options.connect(() => this.#giveUp())
    if (!this.#port) return null
    this.#port.onmessage = ({ data }: MessageEvent<ToTab>) => {
      const stream = this.#streams.get(data.id)
      if (data.type === 'heard') stream?.heard()
      else if (data.type === 'opened') stream?.opened(data.answer)
      else if (data.type === 'text') stream?.text(data.text)
      else stream?.ended()
    }
    // The worker isn't told that a tab has been closed.
    addEventListener('pagehide', () => this.#endAll())
    return this.#port
  }

  #giveUp(): void {
    this.#port = null
    this.#endAll()
  }

  #endAll(): void {
    for (const stream of this.#streams.values()) stream.ended()
  }
}

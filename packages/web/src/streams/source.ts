import { Backlog } from './backlog.ts'
import { Blocks } from './blocks.ts'
import type { Answer, Request } from './messages.ts'
import type { Reader } from './reader.ts'

/**
 * How far a snapshot may be ahead of the stream. A stream that is further behind has been away, and
 * begins again at the snapshot.
 */
const AHEAD_MAX = 1000
/** How long a stream stays open for a page that is being reloaded, in ms. */
const LINGER_MS = 2_000

const OPENED: Answer = { status: 200, contentType: 'text/event-stream', body: null }
const RESET = (cursor: number) => `id: ${cursor}\ndata: {"type":"stream.reset","payload":{}}\n\n`

/**
 * One stream of the server, for all tabs that read it: open while there is a reader. After a cut the
 * readers come back by themselves, and it goes on where it was.
 */
export class Source {
  readonly #request: Request
  readonly #onEmpty: () => void
  readonly #readers = new Set<Reader>()
  #backlog: Backlog | null = null
  #connection: AbortController | null = null
  #isOpen = false
  #linger: ReturnType<typeof setTimeout> | undefined

  /** `onEmpty`: called when nobody reads the stream any more. */
  constructor(request: Request, onEmpty: () => void = () => undefined) {
    this.#request = request
    this.#onEmpty = onEmpty
  }

  /** Whether this is the stream that the request asks for, and holds everything after the place. */
  has(request: Request, place: number): boolean {
    if (nameOf(request) !== nameOf(this.#request) || !this.#backlog) return false
    return place <= this.#backlog.cursor && this.#backlog.since(place) !== null
  }

  join(reader: Reader): void {
    clearTimeout(this.#linger)
    this.#readers.add(reader)
    if (this.#isOpen) this.#begin(reader)
    else if (!this.#connection) void this.#connect(reader.after)
  }

  leave(reader: Reader): void {
    if (!this.#readers.delete(reader) || this.#readers.size > 0) return
    clearTimeout(this.#linger)
    this.#linger = setTimeout(() => this.close(), LINGER_MS)
  }

  /** Its readers reconnect later. */
  close(): void {
    this.#connection?.abort()
    this.#endAll()
  }

  async #connect(after: number): Promise<void> {
    const connection = new AbortController()
    this.#connection = connection
    try {
      const refusal = await this.#follow(after, connection.signal)
      if (refusal) for (const reader of this.#readers) reader.opened(refusal)
    } catch {
      // The connection was cut or refused: the readers see their stream end, and reconnect.
    } finally {
      connection.abort()
      if (this.#connection === connection) this.#endAll()
    }
  }

  /** Follows the stream until it ends; returns why the server refuses it. */
  async #follow(after: number, signal: AbortSignal): Promise<Answer | null> {
    const backlog = this.#continued(after)
    const { workspace } = this.#request
    const headers = {
      accept: 'text/event-stream',
      'last-event-id': `${backlog.cursor}`,
      ...(workspace !== null && { 'x-workspace': workspace }),
    }
    const response = await fetch(this.#request.url, { headers, signal })
    if (!response.ok || !response.body) return await refusalOf(response)
    // By now the cookie may belong to somebody else.
    const who = await fetch(this.#request.session, { signal })
    if (!who.ok) return await refusalOf(who)
    const { user } = (await who.json()) as { user?: { id: string } | null }
    if (user?.id !== this.#request.user) return { status: 401, contentType: 'text/plain', body: '' }

    backlog.forgetStates()
    this.#isOpen = true
    for (const reader of this.#readers) this.#begin(reader)
    const blocks = new Blocks()
    const stream = response.body.pipeThrough(new TextDecoderStream())
    for await (const text of stream as unknown as AsyncIterable<string>) {
      let passed = ''
      for (const block of blocks.take(text)) {
        backlog.add(block)
        passed += block.text
      }
      if (passed !== '') this.#pass(passed)
    }
    return null
  }

  #continued(after: number): Backlog {
    const known = this.#backlog
    const goesOn = known?.since(after) != null && after - known.cursor < AHEAD_MAX
    if (known && goesOn) return known
    this.#backlog = new Backlog(after)
    return this.#backlog
  }

  #begin(reader: Reader): void {
    reader.opened(OPENED)
    const backlog = this.#backlog!
    reader.send(backlog.since(reader.after) ?? RESET(backlog.cursor))
  }

  #pass(text: string): void {
    for (const reader of this.#readers) {
      if (reader.send(text)) continue
      reader.end()
      this.leave(reader)
    }
  }

  #endAll(): void {
    this.#isOpen = false
    this.#connection = null
    for (const reader of this.#readers) reader.end()
    this.#readers.clear()
    this.#onEmpty()
  }
}

/** A name for a stream: equal requests share one. */
export function nameOf({ user, workspace, url }: Request): string {
  return `${user} ${workspace} ${url}`
}

async function refusalOf(response: Response): Promise<Answer> {
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? 'text/plain',
    body: await response.text(),
  }
}

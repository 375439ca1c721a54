/**
 * A browser holds six connections to a server without HTTP/2, over all its tabs. This shared worker has the
 * streams of all tabs: one of events, and few others, so that the other connections are free for requests.
 */
import type { Request, ToTab, ToWorker } from './messages.ts'
import { Reader } from './reader.ts'
import { nameOf, Source } from './source.ts'

/** Streams beside that of the events, such as an agent's reply: beyond that they take turns. */
const OTHERS_MAX = 2

/** Kept also while nobody reads them, with the place that they have come to. */
const ofEvents = new Map<string, Source>()
const others = new Set<Source>()

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports
  if (port) serve(port)
})

function serve(port: MessagePort): void {
  const readers = new Map<number, { reader: Reader; source: Source }>()
  port.onmessage = ({ data: message }: MessageEvent<ToWorker>) => {
    const { id } = message
    const known = readers.get(id)
    if (message.type === 'open') {
      port.postMessage({ type: 'heard', id } satisfies ToTab)
      const reader = new Reader(port, id, message.after)
      const source = sourceOf(message)
      readers.set(id, { reader, source })
      source.join(reader)
    } else if (message.type === 'taken') {
      known?.reader.taken(message.size)
    } else {
      readers.delete(id)
      known?.source.leave(known.reader)
    }
  }
}

function sourceOf({ after, ...request }: Request & { after: number }): Source {
  return /\/activity\/stream\b/.test(request.url)
    ? eventSource(request)
    : otherSource(request, after)
}

function eventSource(request: Request): Source {
  const key = nameOf(request)
  const source = ofEvents.get(key) ?? new Source(request)
  ofEvents.set(key, source)
  return source
}

/** A reader that is ahead, or further back than the backlog, gets a stream of its own. */
function otherSource(request: Request, after: number): Source {
  const [oldest] = others
  const known = [...others].find((source) => source.has(request, after))
  if (known) return known
  if (oldest && others.size >= OTHERS_MAX) oldest.close()
  const source: Source = new Source(request, () => others.delete(source))
  others.add(source)
  return source
}

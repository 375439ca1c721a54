import { once } from 'node:events'
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Asked } from './requests.ts'

/** A request that isn't answered in so long has been forgotten, in ms: an agent may be tested for 75 s. */
const PATIENCE = 100_000
/** A stream's first blocks come at once; what else it carries isn't waited for, in ms. */
const LISTENED = 15

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  /** Of an event stream what came first. */
  text: string
}

/** Unlike `fetch` it sends what no browser would. */
export class Sender {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })

  readonly url: string

  constructor(url: string) {
    this.url = url
  }

  async send({ method, path, headers, body }: Asked): Promise<Answer> {
    const { hostname, port } = new URL(this.url)
    const length = body ? { 'content-length': `${body.length}` } : {}
    const sent = request({
      agent: this.#agent,
      hostname,
      port,
      method,
      path,
      headers: { ...headers, ...length },
      signal: AbortSignal.timeout(PATIENCE),
    })
    // A body that is refused may be cut off when the answer is here already.
    const responded = once(sent, 'response') as Promise<[IncomingMessage]>
    sent.end(body)
    const [response] = await responded
    sent.on('error', () => response.destroy())
    const { statusCode = 0, headers: told } = response
    const isStream = told['content-type']?.startsWith('text/event-stream') === true
    return {
      status: statusCode,
      headers: told,
      text: isStream ? await first(response) : await all(response),
    }
  }

  close(): void {
    this.#agent.destroy()
  }
}

async function all(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  const encoding = response.headers['content-encoding']
  if (bytes.length === 0) return ''
  if (encoding === 'gzip') return gunzipSync(bytes).toString()
  return (encoding === 'br' ? brotliDecompressSync(bytes) : bytes).toString()
}

/** Its first blocks, and then it is closed. */
async function first(response: IncomingMessage): Promise<string> {
  let text = ''
  response.setEncoding('utf8')
  let timer: NodeJS.Timeout | undefined
  const close = () => response.destroy()
  try {
    for await (const piece of response as AsyncIterable<string>) {
      text += piece
      if (text.includes('\n\n')) timer ??= setTimeout(close, LISTENED)
    }
  } catch (error) {
    if (
      (error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE' &&
      !response.destroyed
    )
      throw error
  } finally {
    clearTimeout(timer)
  }
  return text.slice(0, text.lastIndexOf('\n\n') + 2)
}

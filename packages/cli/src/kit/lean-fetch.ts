import type { IncomingMessage } from 'node:http'

/**
 * The part of `fetch` that the client needs, over node:http. Node's own loads 50 ms of code at its first
 * request, which is a third of a short command; so does an import of node:http, which reads all that it
 * exports.
 */
export const leanFetch = (async (url: string, init: RequestInit) => {
  const { request } = process.getBuiltinModule(
    url.startsWith('https:') ? 'node:https' : 'node:http',
  )
  const { method, headers, body, signal } = init as Sent
  const sent = request(url, { method, headers })
  const stop = () => void sent.destroy()
  // Once the answer is complete, the connection belongs to another request.
  sent.on('close', () => signal?.removeEventListener('abort', stop))
  signal?.addEventListener('abort', stop)
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.on('response', resolve).on('error', reject).end(body)
    if (signal?.aborted) stop()
  })
  return responseOf(url, answer)
}) as unknown as typeof fetch

interface Sent {
  method: string
  headers: Record<string, string>
  body?: string
  signal?: AbortSignal
}

function responseOf(url: string, answer: IncomingMessage) {
  const status = answer.statusCode ?? 0
  // Whoever reads gets the error. After an abort there may be no reader, and an error without a listener would
  // end the process.
  answer.on('error', () => undefined)
  return {
    url,
    status,
    ok: status >= 200 && status < 300,
    statusText: answer.statusMessage ?? '',
    headers: { get: (name: string) => headerOf(answer, name) },
    text: async () => (await bytesOf(answer)).toString(),
    arrayBuffer: async () => await bytesOf(answer),
    body: { getReader: () => readerOf(answer) },
  }
}

function headerOf({ headers }: IncomingMessage, name: string): string | null {
  const value = headers[name.toLowerCase()]
  return Array.isArray(value) ? value.join(', ') : (value ?? null)
}

async function bytesOf(answer: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of answer) pieces.push(piece)
  return Buffer.concat(pieces)
}

function readerOf(answer: IncomingMessage) {
  const pieces = answer[Symbol.asyncIterator]()
  return {
    async read() {
      const { done, value } = await pieces.next()
      return { done: done === true, value: done ? undefined : (value as Buffer) }
    },
  }
}

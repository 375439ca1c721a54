export interface HttpResponse {
  status: number
  body: Buffer
}

const HEADER_END = Buffer.from('\r\n\r\n')
const LINE_END = Buffer.from('\r\n')

/**
 * The response at the start of `received`, or undefined while it is incomplete. Knows what our
 * servers answer: a Content-Length, chunks, or no body.
 */
export function parseResponse(received: Buffer): HttpResponse | undefined {
  const headerEnd = received.indexOf(HEADER_END)
  if (headerEnd < 0) return undefined
  const head = received.toString('latin1', 0, headerEnd).toLowerCase()
  const status = Number(head.slice(9, 12))
  const start = headerEnd + HEADER_END.length
  if (head.includes('\r\ntransfer-encoding: chunked')) {
    const body = parseChunks(received, start)
    return body && { status, body }
  }
  const length = Number(/\r\ncontent-length: (\d+)/.exec(head)?.[1] ?? 0)
  if (received.length < start + length) return undefined
  return { status, body: received.subarray(start, start + length) }
}

function parseChunks(received: Buffer, start: number): Buffer | undefined {
  const chunks: Buffer[] = []
  for (let at = start; ; ) {
    const lineEnd = received.indexOf(LINE_END, at)
    if (lineEnd < 0) return undefined
    const size = Number.parseInt(received.toString('latin1', at, lineEnd), 16)
    const data = lineEnd + LINE_END.length
    if (received.length < data + size + LINE_END.length) return undefined
    if (size === 0) return Buffer.concat(chunks)
    chunks.push(received.subarray(data, data + size))
    at = data + size + LINE_END.length
  }
}

const CRLF = Buffer.from('\r\n')

/** What many are sent is framed once for all of them, and held once. */
const framed = new WeakMap<Buffer, Buffer>()

/** The bytes as a chunk of an HTTP/1.1 answer. */
export function chunkOf(bytes: Buffer): Buffer {
  const known = framed.get(bytes)
  if (known) return known
  const chunk = Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, CRLF])
  framed.set(bytes, chunk)
  return chunk
}

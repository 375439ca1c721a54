const END_OF_HEAD = '\r\n\r\n'

/**
 * Cuts a WebSocket's bytes, from its HTTP head on, into what can be passed on, held or repeated whole.
 * What isn't going to be a WebSocket passes as it comes.
 */
export class FrameSplitter {
  #held: Buffer = Buffer.alloc(0)
  #kind: 'head' | 'frames' | 'bytes' = 'head'

  /** The complete parts: first the head, then a frame each. */
  add(bytes: Buffer): Buffer[] {
    this.#held = this.#held.length > 0 ? Buffer.concat([this.#held, bytes]) : bytes
    const parts: Buffer[] = []
    for (let size = this.#next(); size > 0; size = this.#next()) {
      const part = this.#held.subarray(0, size)
      parts.push(part)
      this.#held = this.#held.subarray(size)
      if (this.#kind !== 'head') continue
      this.#kind = /^upgrade: *websocket/im.test(part.toString('latin1')) ? 'frames' : 'bytes'
    }
    return parts
  }

  /** The size of the next part; 0 while it is not complete. */
  #next(): number {
    if (this.#kind === 'bytes') return this.#held.length
    if (this.#kind === 'head') {
      const end = this.#held.indexOf(END_OF_HEAD)
      return end < 0 ? 0 : end + END_OF_HEAD.length
    }
    const size = frameSize(this.#held)
    return size <= this.#held.length ? size : 0
  }
}

/** By RFC 6455; Infinity when not even that is there. */
function frameSize(bytes: Buffer): number {
  if (bytes.length < 2) return Number.POSITIVE_INFINITY
  const mask = (bytes[1]! & 0x80) === 0 ? 0 : 4
  const short = bytes[1]! & 0x7f
  if (short < 126) return 2 + mask + short
  const field = short === 126 ? 2 : 8
  if (bytes.length < 2 + field) return Number.POSITIVE_INFINITY
  const length = field === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
  return 2 + field + mask + length
}

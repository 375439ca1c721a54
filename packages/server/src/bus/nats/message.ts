const NEW_LINE = 0x0a

/** JSON in one line; the bytes of output follow it as they are. */
export function encode(message: object | null): Uint8Array {
  if (message === null || !('data' in message) || !(message.data instanceof Uint8Array)) {
    return Buffer.from(JSON.stringify(message))
  }
  const { data, ...rest } = message
  return Buffer.concat([Buffer.from(`${JSON.stringify(rest)}\n`), data])
}

/** Throws on what isn't a message. */
export function decode(bytes: Uint8Array): unknown {
  const end = bytes.indexOf(NEW_LINE)
  if (end < 0) return JSON.parse(Buffer.from(bytes).toString())
  const message = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString())
  return { ...message, data: bytes.subarray(end + 1) }
}

import { bounded } from './bounded.ts'
import type { Down } from './down.ts'
import type { Up } from './up.ts'

/** A WebSocket message: text is JSON; binary is a 16-bit header length, a JSON header, then raw bytes. */
export type Frame = string | Uint8Array

/** A frame can't be understood. The message lets the log tell which side to update. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
}

const utf8 = { encode: new TextEncoder(), decode: new TextDecoder('utf-8', { fatal: true }) }

/** Encodes a message, cut to its limits. */
export function encodeUp(said: Up): Frame {
  const message = bounded(said) as Up
  if (message.type !== 'output') return JSON.stringify(message)
  const { data, ...rest } = message
  const header = utf8.encode.encode(JSON.stringify(rest))
  const frame = new Uint8Array(2 + header.length + data.length)
  new DataView(frame.buffer).setUint16(0, header.length)
  frame.set(header, 2)
  frame.set(data, 2 + header.length)
  return frame
}

export function encodeDown(message: Down): string {
  return JSON.stringify(message)
}

/** Throws {@link FrameError} on anything else. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new FrameError('expected JSON', { cause })
  }
}

export function fromUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode.decode(bytes)
  } catch (cause) {
    throw new FrameError('expected UTF-8', { cause })
  }
}

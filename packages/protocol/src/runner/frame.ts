import type { z } from 'zod'
import { Down } from './down.ts'
import { Up } from './up.ts'

/** A WebSocket message: text is JSON; binary is a 16-bit header length, a JSON header, then raw bytes. */
export type Frame = string | Uint8Array

/** The frame that cannot be understood, said so that the log tells which side to update. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
}

const utf8 = { encode: new TextEncoder(), decode: new TextDecoder('utf-8', { fatal: true }) }

export function encodeUp(message: Up): Frame {
  if (message.type !== 'output') return JSON.stringify(message)
  const { data, ...rest } = message
  const header = utf8.encode.encode(JSON.stringify(rest))
  const frame = new Uint8Array(2 + header.length + data.length)
  new DataView(frame.buffer).setUint16(0, header.length)
  frame.set(header, 2)
  frame.set(data, 2 + header.length)
  return frame
}

/** Throws {@link FrameError} on anything that is not a message of a runner. */
export function decodeUp(frame: Frame): Up {
  if (typeof frame === 'string') return parse(Up, fromJson(frame))
  if (frame.length < 2) throw new FrameError('expected a binary frame of at least 2 bytes')
  const length = new DataView(frame.buffer, frame.byteOffset).getUint16(0)
  if (frame.length < 2 + length) throw new FrameError(`expected a header of ${length} bytes`)
  const header = fromJson(fromUtf8(frame.subarray(2, 2 + length)))
  return parse(Up, { ...(header as object), data: frame.subarray(2 + length) })
}

export function encodeDown(message: Down): string {
  return JSON.stringify(message)
}

/** Throws {@link FrameError} on anything that is not a message of a server. */
export function decodeDown(frame: Frame): Down {
  if (typeof frame !== 'string') throw new FrameError('expected a text frame, got a binary one')
  return parse(Down, fromJson(frame))
}

function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new FrameError(`${issue?.path.join('.') || 'message'}: ${issue?.message}`)
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new FrameError('expected JSON', { cause })
  }
}

function fromUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode.decode(bytes)
  } catch (cause) {
    throw new FrameError('expected UTF-8', { cause })
  }
}

import { type Frame, FrameError, fromJson, fromUtf8 } from './frame.ts'
import { Up } from './up.ts'

/** Throws {@link FrameError} on anything that is not a message of a runner. */
export function decodeUp(frame: Frame): Up {
  if (typeof frame === 'string') return parse(fromJson(frame))
  if (frame.length < 2) throw new FrameError('expected a binary frame of at least 2 bytes')
  const length = new DataView(frame.buffer, frame.byteOffset).getUint16(0)
  if (frame.length < 2 + length) throw new FrameError(`expected a header of ${length} bytes`)
  const header = fromJson(fromUtf8(frame.subarray(2, 2 + length)))
  return parse({ ...(header as object), data: frame.subarray(2 + length) })
}

function parse(value: unknown): Up {
  const result = Up.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new FrameError(`${issue?.path.join('.') || 'message'}: ${issue?.message}`)
}

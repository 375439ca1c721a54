import { bounded } from './bounded.ts'
import { countValues } from './count-values.ts'
import { type Frame, FrameError, fromJson, fromUtf8 } from './frame.ts'
import { FRAMES, LIMITS, PLAIN_FRAME } from './limits.ts'
import { Up } from './up.ts'

/** Throws {@link FrameError} on anything that is not a message of a runner, or too much of one. */
export function decodeUp(frame: Frame): Up {
  if (typeof frame === 'string') return parse(fromText(frame))
  if (frame.length < 2) throw new FrameError('expected a binary frame of at least 2 bytes')
  const length = new DataView(frame.buffer, frame.byteOffset).getUint16(0)
  if (length > LIMITS.header) {
    throw new FrameError(`expected a header of at most ${LIMITS.header} bytes, got ${length}`)
  }
  if (frame.length < 2 + length) throw new FrameError(`expected a header of ${length} bytes`)
  const data = frame.subarray(2 + length)
  if (data.length > LIMITS.chunk) {
    throw new FrameError(`expected output of at most ${LIMITS.chunk} bytes, got ${data.length}`)
  }
  const header = fromJson(fromUtf8(frame.subarray(2, 2 + length)))
  return parse({ ...(header as object), data })
}

/** A frame that is too large for its kind, which every runner sends first, is not parsed. */
function fromText(text: string): unknown {
  const kind = /^\{"type":"(\w{1,30})"/.exec(text)?.[1] ?? ''
  const most = Object.hasOwn(FRAMES, kind) ? FRAMES[kind as keyof typeof FRAMES] : PLAIN_FRAME
  const what = kind === '' ? 'a message' : kind
  if (text.length > most.length) {
    throw new FrameError(`${what}: expected at most ${most.length} characters, got ${text.length}`)
  }
  if (countValues(text, most.values) > most.values) {
    throw new FrameError(`${what}: expected at most ${most.values} values in its JSON, got more`)
  }
  const message = fromJson(text)
  if (kind !== '' && (message as { type?: unknown }).type !== kind) {
    throw new FrameError(`${what}: expected one type`)
  }
  return message
}

function parse(value: unknown): Up {
  const result = Up.safeParse(bounded(value))
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new FrameError(`${issue?.path.join('.') || 'message'}: ${issue?.message}`)
}

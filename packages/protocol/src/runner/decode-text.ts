import { countValues } from './count-values.ts'
import { decodeUp } from './decode-up.ts'
import { FrameError, fromJson, fromUtf8 } from './frame.ts'
import { FRAMES, LIMITS, PLAIN_FRAME } from './limits.ts'
import type { Up, UpOf } from './up.ts'

/**
 * Evidence as it arrived: the largest kind of frame, which is parsed only when it is wanted.
 * `frame`: null if it is too large.
 */
export interface UnreadEvidence {
  type: 'evidence'
  runId: string
  frame: Uint8Array | null
}

/** What a server takes in. */
export type Said = Exclude<Up, UpOf<'evidence'>> | UnreadEvidence

const HEAD = /^\{"type":"(\w{1,30})"(?:,"runId":"([^"\\]*)",)?/
const HEAD_BYTES = 300
/** Bytes that one character takes at most. */
const PER_CHARACTER = 3

/**
 * A text frame of a runner. Throws {@link FrameError} on anything else. Only the kind, run and size of
 * evidence are checked here.
 */
export function decodeText(frame: Uint8Array): Said {
  const head = HEAD.exec(String.fromCharCode(...frame.subarray(0, HEAD_BYTES)))
  const [, kind = '', runId] = head ?? []
  if (kind === 'evidence') return unread(frame, runId)
  const { length } = Object.hasOwn(FRAMES, kind) ? FRAMES[kind as keyof typeof FRAMES] : PLAIN_FRAME
  if (frame.length > PER_CHARACTER * length) {
    const what = kind === '' ? 'a message' : kind
    throw new FrameError(
      `${what}: expected at most ${length} characters, got ${frame.length} bytes`,
    )
  }
  return decodeUp(fromUtf8(frame)) as Said
}

function unread(frame: Uint8Array, runId: string | undefined): UnreadEvidence {
  if (runId === undefined || runId.length > LIMITS.id) {
    throw new FrameError(`evidence: expected runId first, of at most ${LIMITS.id} characters`)
  }
  const { length, values } = FRAMES.evidence
  if (frame.length > length) return { type: 'evidence', runId, frame: null }
  if (countValues(frame, values) > values) {
    throw new FrameError(`evidence: expected at most ${values} values in its JSON, got more`)
  }
  return { type: 'evidence', runId, frame }
}

/** Parses a frame of evidence; throws {@link FrameError} if it isn't JSON. */
export function readEvidence(frame: Uint8Array): unknown {
  return (fromJson(fromUtf8(frame)) as { evidence?: unknown }).evidence
}

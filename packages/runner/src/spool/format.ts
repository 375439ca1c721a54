import type { RunStream } from '@mission-control/protocol/runner'

/**
 * A run's spool is one file of records, in the order in which the keeper read them, so that the order
 * across stdout and stderr is kept. A record is a header of 16 bytes, then the bytes themselves:
 *
 * | offset | size | what |
 * |---|---|---|
 * | 0 | 1 | stream: its place in `STREAMS` |
 * | 1 | 3 | zero |
 * | 4 | 4 | length of the bytes, big-endian |
 * | 8 | 8 | when they were read: milliseconds since 1970, a double, big-endian |
 *
 * A record that is shorter than its header says is still being written, or torn by a crash.
 */
export const HEADER_BYTES = 16
export const RECORD_MAX_BYTES = 64 * 1024

const STREAMS: readonly RunStream[] = ['stdout', 'stderr', 'system', 'agent']

export interface RecordHeader {
  stream: RunStream
  length: number
  at: number
}

export function encodeHeader(into: Buffer, header: RecordHeader): void {
  into.writeUInt32BE(STREAMS.indexOf(header.stream) * 0x1000000, 0)
  into.writeUInt32BE(header.length, 4)
  into.writeDoubleBE(header.at, 8)
}

/** Null when these bytes are no header. */
export function decodeHeader(from: Buffer, offset: number): RecordHeader | null {
  const stream = STREAMS[from.readUInt8(offset)]
  const length = from.readUInt32BE(offset + 4)
  if (stream === undefined || length === 0 || length > RECORD_MAX_BYTES) return null
  return { stream, length, at: from.readDoubleBE(offset + 8) }
}

import type { OutputChunk, OutputEncoding } from '@mission-control/protocol'
import { chunkText } from '../chunk-text.ts'
import type { OutputRow } from '../store/schema.ts'

/** A piece of output as the API shows it. */
export function toChunk(
  { seq, stream, at, data }: OutputRow,
  encoding: OutputEncoding = 'text',
): OutputChunk {
  const shown =
    encoding === 'base64'
      ? Buffer.from(data.buffer, data.byteOffset, data.length).toString('base64')
      : chunkText(data)
  return { seq, stream, at: new Date(at).toISOString(), data: shown }
}

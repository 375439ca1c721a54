import { OUTPUT_START, type OutputPosition, type RunStream } from '@mission-control/protocol/runner'
import type { SpoolRecord } from './reader.ts'
import { incompleteTail } from './utf8-boundary.ts'

export const CHUNK_MAX_BYTES = 64 * 1024

export interface Chunk {
  seq: number
  stream: RunStream
  /** Bytes of the same stream that came before. */
  offset: number
  at: number
  data: Uint8Array<ArrayBuffer>
}

interface Piece {
  at: number
  data: Uint8Array<ArrayBuffer>
}

/**
 * Turns a spool's records, from its first one, into numbered chunks that go on at `from`: what lies
 * before is skipped. Neighbours of one stream become one chunk; no chunk splits a UTF-8 sequence.
 */
export class Chunks {
  #position: OutputPosition
  readonly #toSkip: Record<RunStream, number>
  readonly #held: Partial<Record<RunStream, Piece>> = {}

  constructor(from: OutputPosition = OUTPUT_START) {
    this.#position = { ...from }
    const { seq: _, ...bytes } = from
    this.#toSkip = bytes
  }

  /** After the last chunk. */
  get position(): OutputPosition {
    return this.#position
  }

  /** Not all records to skip have been seen yet. */
  get behind(): boolean {
    return Object.values(this.#toSkip).some((bytes) => bytes > 0)
  }

  /** The chunks of these records. The unfinished end of a sequence waits for more of its stream. */
  of(records: readonly SpoolRecord[]): Chunk[] {
    const chunks: Chunk[] = []
    let parts: Uint8Array<ArrayBuffer>[] = []
    let first: SpoolRecord | undefined
    const close = () => {
      if (first) this.#cut(first.stream, first.at, parts, chunks)
      first = undefined
      parts = []
    }
    for (const record of records) {
      const data = this.#skip(record)
      if (data.length === 0) continue
      // A record that fills a chunk stays alone: joining it to its neighbours would copy it.
      const joins = first?.stream === record.stream && !fills(data) && !fills(parts.at(-1)!)
      if (!joins) close()
      first ??= record
      parts.push(data)
    }
    close()
    return chunks
  }

  /** What was held back and will get no more: the stream ended within a sequence. */
  rest(): Chunk[] {
    const chunks: Chunk[] = []
    for (const stream of ['stdout', 'stderr', 'system', 'agent'] as const) {
      const held = this.#held[stream]
      if (held === undefined) continue
      delete this.#held[stream]
      chunks.push(this.#number(stream, held))
    }
    return chunks
  }

  #skip(record: SpoolRecord): Uint8Array<ArrayBuffer> {
    const skipped = Math.min(this.#toSkip[record.stream], record.data.length)
    this.#toSkip[record.stream] -= skipped
    return record.data.subarray(skipped)
  }

  #cut(stream: RunStream, at: number, parts: Uint8Array<ArrayBuffer>[], into: Chunk[]): void {
    const held = this.#held[stream]
    delete this.#held[stream]
    if (held !== undefined) parts.unshift(held.data)
    let data = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
    let since = held?.at ?? at
    while (data.length > 0) {
      const piece = data.subarray(0, CHUNK_MAX_BYTES)
      const whole = piece.subarray(0, piece.length - incompleteTail(piece))
      if (whole.length > 0) into.push(this.#number(stream, { at: since, data: whole }))
      data = data.subarray(whole.length)
      since = at
      if (data.length > 0 && data.length <= 3 && incompleteTail(data) === data.length) {
        this.#held[stream] = { at, data: Uint8Array.from(data) }
        return
      }
    }
  }

  #number(stream: RunStream, { at, data }: Piece): Chunk {
    const chunk = { seq: this.#position.seq + 1, stream, offset: this.#position[stream], at, data }
    this.#position = {
      ...this.#position,
      seq: chunk.seq,
      [stream]: this.#position[stream] + data.length,
    }
    return chunk
  }
}

const fills = (data: Uint8Array) => data.length >= CHUNK_MAX_BYTES

import { closeSync, readSync } from 'node:fs'
import type { RunStream } from '@mission-control/protocol/runner'
import { openIfThere } from '../open-if-there.ts'
import { decodeHeader, HEADER_BYTES, RECORD_MAX_BYTES } from './format.ts'

export interface SpoolRecord {
  stream: RunStream
  at: number
  /** Lies in the reader's buffer: good until the next read. */
  data: Uint8Array<ArrayBuffer>
}

/** Bytes that one read takes at most; the whole of one record always fits. */
export const READ_BYTES = 2 * (HEADER_BYTES + RECORD_MAX_BYTES)

export class SpoolError extends Error {
  override readonly name = 'SpoolError'
}

/** Reads a spool while the keeper writes it. The buffer may be shared by readers that take turns. */
export class SpoolReader {
  readonly #path: string
  readonly #buffer: Buffer<ArrayBuffer>
  #fd: number | null = null
  #position = 0

  constructor(path: string, buffer: Buffer<ArrayBuffer> = Buffer.allocUnsafe(READ_BYTES)) {
    this.#path = path
    this.#buffer = buffer
  }

  /** The next complete records; none at the present end, or when there is no spool yet. */
  read(): SpoolRecord[] {
    this.#fd ??= openIfThere(this.#path)
    if (this.#fd === null) return []
    const filled = readSync(this.#fd, this.#buffer, 0, this.#buffer.length, this.#position)
    const records: SpoolRecord[] = []
    let offset = 0
    while (offset + HEADER_BYTES <= filled) {
      const header = decodeHeader(this.#buffer, offset)
      if (header === null) {
        if (records.length > 0) break
        throw new SpoolError(`${this.#path} is damaged at byte ${this.#position}`)
      }
      const from = offset + HEADER_BYTES
      const to = from + header.length
      if (to > filled) break
      records.push({ ...header, data: this.#buffer.subarray(from, to) })
      offset = to
    }
    this.#position += offset
    return records
  }

  rewind(): void {
    this.#position = 0
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd)
    this.#fd = null
  }
}

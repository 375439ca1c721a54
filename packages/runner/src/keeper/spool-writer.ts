import { closeSync, constants, ftruncateSync, openSync, writevSync } from 'node:fs'
import { dirname } from 'node:path'
import type { RunStream } from '@mission-control/protocol/runner'
import { codeOf } from '../error-code.ts'
import { encodeHeader, HEADER_BYTES, RECORD_MAX_BYTES } from '../spool/format.ts'
import { whyNoRoom } from './room.ts'
import { say } from './say.ts'

const { O_CREAT, O_TRUNC, O_WRONLY } = constants

/**
 * Appends what a run prints to its spool, up to exactly the limit. Whatever follows is dropped
 * after one marker, also when the disk takes no more. The command goes on in both cases.
 */
export class SpoolWriter {
  readonly #path: string
  readonly #limit: number
  readonly #header = Buffer.alloc(HEADER_BYTES)
  #fd: number | null = null
  /** Bytes of whole records in the file. */
  #size = 0
  /** Bytes of output kept. */
  #kept = 0
  #full = false
  /** Said once it can be written. */
  #marker: string | null = null
  /** Why the disk has not taken the marker. */
  #why = ''

  constructor(path: string, limit: number) {
    this.#path = path
    this.#limit = limit
  }

  /**
   * Returns false if the bytes were dropped, because nothing is kept any more. The caller may reuse
   * the bytes.
   */
  append(stream: RunStream, bytes: Buffer): boolean {
    if (this.#full) return false
    const kept = bytes.subarray(0, this.#limit - this.#kept)
    if (kept.length > 0 && !this.#write(stream, kept)) return true
    this.#kept += kept.length
    if (kept.length === bytes.length) return true
    this.#full = true
    this.#mark(`Output limit of ${inWords(this.#limit)} reached: what follows is not kept.\n`)
    return true
  }

  /** Writes a marker that is still due, after the last output. Returns why it can't be written, or null. */
  finish(): string | null {
    this.#full = true
    if (this.#marker !== null) this.#mark(this.#marker)
    return this.#marker === null ? null : this.#why
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd)
    this.#fd = null
  }

  /** False when the disk did not take it; then nothing of it is in the file. */
  #write(stream: RunStream, bytes: Buffer): boolean {
    try {
      for (let from = 0; from < bytes.length; from += RECORD_MAX_BYTES) {
        this.#writeRecord(stream, bytes.subarray(from, from + RECORD_MAX_BYTES))
      }
      return true
    } catch (error) {
      this.#full = true
      const why = whyNoRoom(dirname(this.#path), error)
      this.#mark(`Output could not be stored: ${why}. What follows is not kept.\n`)
      return false
    }
  }

  #mark(text: string): void {
    this.#marker = text
    try {
      this.#writeRecord('system', Buffer.from(text))
      this.#marker = null
    } catch (error) {
      this.#why = whyNoRoom(dirname(this.#path), error)
      say(`${this.#path}: ${codeOf(error)}; the marker is tried again at the end`)
    }
  }

  #writeRecord(stream: RunStream, bytes: Buffer): void {
    this.#fd ??= openSync(this.#path, O_CREAT | O_TRUNC | O_WRONLY, 0o600)
    encodeHeader(this.#header, { stream, length: bytes.length, at: Date.now() })
    const whole = HEADER_BYTES + bytes.length
    let written = 0
    try {
      written = writevSync(this.#fd, [this.#header, bytes], this.#size)
    } finally {
      // A disk that fills up takes a part: cut it off, so that the next record starts at its place.
      if (written < whole) ftruncateSync(this.#fd, this.#size)
    }
    if (written < whole) throw Object.assign(new Error('The disk is full'), { code: 'ENOSPC' })
    this.#size += whole
  }
}

function inWords(bytes: number): string {
  const mib = bytes / (1024 * 1024)
  return Number.isInteger(mib) ? `${mib} MiB` : `${bytes} bytes`
}

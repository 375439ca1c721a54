import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs'
import { hasCode } from './error-code.ts'
import { openIfThere } from './open-if-there.ts'

const { O_CREAT, O_EXCL, O_RDWR } = constants
const READ_BYTES = 256 * 1024
const LINE_FEED = 10

/**
 * A file of JSON lines that only one process adds to. It isn't synced, because no run outlives a
 * restart of the machine.
 */
export class LineFile<T> {
  readonly path: string
  #fd: number | null = null
  /** Bytes of whole lines. */
  #size = 0

  constructor(path: string) {
    this.path = path
  }

  /** Makes the file; false when it is there already. */
  claim(): boolean {
    try {
      this.#fd = openSync(this.path, O_CREAT | O_EXCL | O_RDWR, 0o600)
      return true
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return false
      throw error
    }
  }

  /** Adds all of the line or nothing. */
  add(line: T): void {
    this.#fd ??= this.#open()
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`)
    let written = 0
    try {
      written = writeSync(this.#fd, bytes, 0, bytes.length, this.#size)
    } finally {
      if (written < bytes.length) ftruncateSync(this.#fd, this.#size)
    }
    if (written < bytes.length) throw Object.assign(new Error('disk full'), { code: 'ENOSPC' })
    this.#size += written
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd)
    this.#fd = null
  }

  /** A writer that was killed may have left half a line. */
  #open(): number {
    const fd = openSync(this.path, O_RDWR)
    this.#size = readFileSync(fd).lastIndexOf(LINE_FEED) + 1
    ftruncateSync(fd, this.#size)
    return fd
  }
}

/** Reads on in a file of JSON lines that another process adds to. */
export class LineTail<T> {
  readonly #path: string
  #fd: number | null = null
  /** After the last whole line that was read: half a line may be taken back and written anew. */
  #at = 0

  constructor(path: string) {
    this.#path = path
  }

  /** The lines that have come since; none while there is no file. */
  read(): T[] {
    this.#fd ??= openIfThere(this.#path)
    if (this.#fd === null) return []
    const lines: T[] = []
    for (let room = READ_BYTES; fstatSync(this.#fd).size > this.#at; ) {
      const bytes = Buffer.allocUnsafe(room)
      const length = readSync(this.#fd, bytes, 0, room, this.#at)
      const end = bytes.subarray(0, length).lastIndexOf(LINE_FEED)
      if (end >= 0) {
        this.#at += end + 1
        for (const line of bytes.toString('utf8', 0, end).split('\n')) lines.push(JSON.parse(line))
      } else if (length < room) break
      // The line is longer than the buffer: read again with more room.
      else room *= 2
    }
    return lines
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd)
    this.#fd = null
  }
}

import { hash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { TEXT_MAX, textOrNull } from './text.ts'

/** Larger files are not read, only their times, in bytes. */
export const READ_MAX = 8 * 1024 * 1024

/** The hash by which the repository names its objects. */
export type Algorithm = 'sha1' | 'sha256'

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

/** Room for `blob 12345\0`, which git puts in front. */
const HEAD = 32

/** Reads file after file into the same memory: many small pieces cost more than the reading. */
export class FileReader {
  readonly #buffer = Buffer.allocUnsafeSlow(HEAD + READ_MAX)
  readonly #algorithm: Algorithm

  constructor(algorithm: Algorithm) {
    this.#algorithm = algorithm
  }

  /** A regular file; null for anything else, what is too large, and what can't be read. */
  read(path: Buffer): Content | null {
    try {
      // Don't block if the file has become a pipe since we looked.
      const fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
      try {
        const stats = fstatSync(fd)
        if (!stats.isFile() || stats.size > READ_MAX) return null
        const length = readSync(fd, this.#buffer, HEAD, READ_MAX, 0)
        return new Content(this.#buffer.subarray(0, HEAD + length), this.#algorithm)
      } finally {
        closeSync(fd)
      }
    } catch {
      return null
    }
  }
}

/** The content of one file, until the next one is read. */
export class Content {
  readonly #bytes: Buffer
  readonly #algorithm: Algorithm

  constructor(bytes: Buffer, algorithm: Algorithm) {
    this.#bytes = bytes
    this.#algorithm = algorithm
  }

  get length(): number {
    return this.#bytes.length - HEAD
  }

  /**
   * The digest by which git names this content: to ask git for an old one, and to check what comes
   * back.
   */
  get digest(): string {
    const head = `blob ${this.length}\0`
    const from = HEAD - head.length
    this.#bytes.write(head, from, 'latin1')
    return hash(this.#algorithm, this.#bytes.subarray(from), 'hex')
  }

  /** null: it is no text, or too long. */
  get text(): Buffer | null {
    if (this.length > TEXT_MAX) return null
    const text = textOrNull(this.#bytes.subarray(HEAD))
    return text && Buffer.from(text)
  }
}

export function digestOf(content: Buffer, algorithm: Algorithm): string {
  return new Content(Buffer.concat([Buffer.alloc(HEAD), content]), algorithm).digest
}

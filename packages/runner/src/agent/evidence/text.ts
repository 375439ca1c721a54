import { isUtf8 } from 'node:buffer'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** A larger file is no text to be compared, in bytes. */
export const TEXT_MAX = 256 * 1024

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

/** What a small text file holds; null for anything else, and for what can't be read. */
export function readText(path: Buffer): Buffer | null {
  try {
    // Not waiting for the other end, if it has become a pipe since it was looked at.
    const fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    try {
      const stats = fstatSync(fd)
      if (!stats.isFile() || stats.size > TEXT_MAX) return null
      const bytes = Buffer.allocUnsafeSlow(stats.size)
      const length = readSync(fd, bytes, 0, bytes.length, 0)
      return textOrNull(bytes.subarray(0, length))
    } finally {
      closeSync(fd)
    }
  } catch {
    return null
  }
}

export function textOrNull(bytes: Buffer): Buffer | null {
  return bytes.includes(0) || !isUtf8(bytes) ? null : bytes
}

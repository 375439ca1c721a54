import { closeSync, fstatSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs'
import { hasCode } from '../../error-code.ts'

/**
 * Makes the file, or gives it another content. It stays the same file, with its mode, owner and links.
 * Throws where the disk has no room for what is longer; then the old content is still there.
 */
export function put(file: string, content: string): void {
  const bytes = Buffer.from(content)
  const known = openKnown(file)
  const fd = known ?? openSync(file, 'wx')
  const { size } = fstatSync(fd)
  try {
    // Write the part that needs more room first.
    write(fd, bytes, Math.min(size, bytes.length), bytes.length)
    write(fd, bytes, 0, Math.min(size, bytes.length))
    ftruncateSync(fd, bytes.length)
  } catch (error) {
    ftruncateSync(fd, size)
    if (known === null) rmSync(file)
    throw error
  } finally {
    closeSync(fd)
  }
}

function openKnown(file: string): number | null {
  try {
    return openSync(file, 'r+')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

function write(fd: number, bytes: Buffer, from: number, to: number): void {
  for (let at = from; at < to; ) at += writeSync(fd, bytes, at, to - at, at)
}

import { closeSync, existsSync, rmSync } from 'node:fs'
import { Replacement } from './replacement.ts'

/**
 * Writes a small file, for this user alone: all of it is on disk under its name when this returns.
 * Where it throws, what was there before is still there, or, if only its name could not be made
 * durable, the old or the new one, whole.
 */
export function writeDurably(path: string, content: string): void {
  const isNew = !existsSync(path)
  const file = new Replacement(path, content)
  file.take()
  try {
    file.settle()
  } catch (error) {
    // Who reads it would rely on what a power cut may take away.
    if (isNew) rmSync(path, { force: true })
    throw error
  } finally {
    file.release()
    closeSync(file.fd)
  }
}

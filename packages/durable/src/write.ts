import { closeSync, existsSync, fsyncSync, rmSync } from 'node:fs'
import { Replacement } from './replacement.ts'

/**
 * Writes a small file that only this user can read: it is on disk, whole and under its name, when
 * this returns. If it throws, the old file is still there or, if only the name could not be made
 * durable, the old or the new one, whole.
 */
export function writeDurably(path: string, content: string): void {
  replace(path, content, () => undefined)
}

/** The same of a large file, which `fill` makes of the empty one at the path that it is given. */
export function fillDurably(path: string, fill: (unfinished: string) => void): void {
  replace(path, '', (file) => {
    fill(file.unfinished)
    fsyncSync(file.fd)
  })
}

function replace(path: string, content: string, goOn: (file: Replacement) => void): void {
  const isNew = !existsSync(path)
  const file = new Replacement(path, content)
  try {
    goOn(file)
  } catch (error) {
    file.discard()
    throw error
  }
  file.take()
  try {
    file.makeDurable()
  } catch (error) {
    // A new file whose name isn't durable: a reader would rely on something that a power cut may
    // take away.
    if (isNew) rmSync(path, { force: true })
    throw error
  } finally {
    file.release()
    closeSync(file.fd)
  }
}

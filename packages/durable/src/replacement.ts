import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Replaces the file at `path` in three steps: the constructor puts the new file on disk beside the
 * old one, `take` gives it the name, `makeDurable` makes that durable. Whatever needs a descriptor or
 * room comes first, so a failure before the name changes leaves the old file as it was. The new
 * file stays open for a caller that goes on writing: its descriptor and its name change together.
 */
export class Replacement {
  readonly fd: number
  /** Where the new file is until it has the name. */
  readonly unfinished: string
  readonly #path: string
  #folder: number | null

  /** Throws, and leaves nothing behind, where the disk doesn't take it. */
  constructor(path: string, content: string) {
    this.#path = path
    this.unfinished = `${path}.new`
    this.#folder = openSync(dirname(path), 'r')
    let fd = -1
    try {
      // A file that a crash left may be readable for others.
      rmSync(this.unfinished, { force: true })
      fd = openSync(this.unfinished, 'wx+', 0o600)
      writeAll(fd, Buffer.from(content))
      fsyncSync(fd)
    } catch (error) {
      this.#discard(fd)
      throw error
    }
    this.fd = fd
  }

  /**
   * Gives the new file the name. If that fails it throws, the name still means the old file, and
   * the new one is gone.
   */
  take(): void {
    try {
      renameSync(this.unfinished, this.#path)
    } catch (error) {
      this.#discard(this.fd)
      throw error
    }
  }

  /**
   * Makes the name durable. If it throws, a power cut may still bring the old file back; try again.
   */
  makeDurable(): void {
    if (this.#folder === null) return
    fsyncSync(this.#folder)
    this.release()
  }

  /** Gives up on settling. */
  release(): void {
    if (this.#folder !== null) closeSync(this.#folder)
    this.#folder = null
  }

  /** The old file stays, and the new one goes. */
  discard(): void {
    this.#discard(this.fd)
  }

  #discard(fd: number): void {
    this.release()
    if (fd < 0) return
    closeSync(fd)
    rmSync(this.unfinished, { force: true })
  }
}

function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, undefined, at)
}

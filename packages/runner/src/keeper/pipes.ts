import { execFile, execFileSync } from 'node:child_process'
import { closeSync, constants, mkdirSync, openSync, rmSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants

/** Made by one `mkfifo`, which costs about 1.2 ms however many they are. */
const BATCH = 64
const REFILL_BELOW = 24

export interface Pipe {
  read: number
  write: number
}

/**
 * Pipes for the output of runs. `spawn` would give socket pairs, and a socket cannot be opened by
 * path: `echo x >/dev/stderr` fails with "No such device or address". A FIFO can, and Node can make
 * one only through `mkfifo`; so a few wait in `pipes/`. Each is used once and unlinked at once.
 */
export class Pipes {
  readonly #folder: string
  readonly #ready: string[] = []
  #made = 0
  #refilling = false

  constructor(dir: string) {
    this.#folder = join(dir, 'pipes')
    rmSync(this.#folder, { recursive: true, force: true })
    mkdirSync(this.#folder, { mode: 0o700 })
    this.#fill()
  }

  /** For stdout and stderr. The caller closes the write ends once the child has them. */
  takePair(): [Pipe, Pipe] {
    const first = this.#take()
    try {
      return [first, this.#take()]
    } catch (error) {
      closeSync(first.read)
      closeSync(first.write)
      throw error
    }
  }

  #take(): Pipe {
    if (this.#ready.length === 0) this.#fill()
    const path = this.#ready.pop()!
    if (this.#ready.length < REFILL_BELOW) this.#refill()
    let read = -1
    try {
      // In this order: a reader need not wait for a writer when it does not block, a writer must.
      read = openSync(path, O_RDONLY | O_NONBLOCK)
      return { read, write: openSync(path, O_WRONLY) }
    } catch (error) {
      if (read >= 0) closeSync(read)
      throw error
    } finally {
      unlinkSync(path)
    }
  }

  #fill(): void {
    const paths = this.#names()
    execFileSync('mkfifo', ['-m', '600', ...paths])
    this.#ready.push(...paths)
  }

  #refill(): void {
    if (this.#refilling) return
    this.#refilling = true
    const paths = this.#names()
    execFile('mkfifo', ['-m', '600', ...paths], (error) => {
      this.#refilling = false
      if (error === null) this.#ready.push(...paths)
      else console.error(`mkfifo: ${error.message}`)
    })
  }

  #names(): string[] {
    return Array.from({ length: BATCH }, () => join(this.#folder, `${this.#made++}`))
  }
}

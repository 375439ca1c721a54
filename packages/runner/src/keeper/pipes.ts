import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdirSync, openSync, rmSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf, hasCode } from '../error-code.ts'
import { say } from './say.ts'

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants

/** How many pipes one `mkfifo` makes: a call costs about 1.2 ms, whatever their number. */
const BATCH = 32

export interface Pipe {
  path: string
  read: number
  write: number
}

/**
 * Pipes for the output of runs. `spawn` would give socket pairs, and a socket cannot be opened by
 * path: `echo x >/dev/stderr` fails with "No such device or address". A FIFO can, and Node can make
 * one only through `mkfifo`; so some wait in `pipes/`, and are used again when nobody holds them.
 */
export class Pipes {
  readonly #folder: string
  readonly #ready: string[] = []
  #made = 0

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
      this.giveBack(first)
      throw error
    }
  }

  /**
   * Both our ends are closed. Another reader would steal the output of the next run; if we can't
   * tell whether there is one, the pipe is not used again and goes with the folder.
   */
  giveBack({ path }: Pipe): void {
    try {
      closeSync(openSync(path, O_WRONLY | O_NONBLOCK))
      unlinkSync(path)
    } catch (error) {
      // Nobody has opened it for reading.
      if (hasCode(error, 'ENXIO')) this.#ready.push(path)
      else say(`${path} is not used again: ${codeOf(error)}`)
    }
  }

  #take(): Pipe {
    if (this.#ready.length === 0) this.#fill()
    const path = this.#ready.pop()!
    let read = -1
    try {
      // The reader first: opened without blocking it need not wait for a writer, but a writer would
      // wait for a reader.
      read = openSync(path, O_RDONLY | O_NONBLOCK)
      return { path, read, write: openSync(path, O_WRONLY) }
    } catch (error) {
      if (read >= 0) closeSync(read)
      this.#ready.push(path)
      throw error
    }
  }

  #fill(): void {
    const paths = Array.from({ length: BATCH }, () => join(this.#folder, `${this.#made++}`))
    execFileSync('mkfifo', ['-m', '600', ...paths])
    this.#ready.push(...paths)
  }
}

import {
  closeSync,
  constants,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { RunEnd } from '@mission-control/protocol/runner'
import { hasCode } from './error-code.ts'
import type { ProcessIdentity } from './process-identity.ts'

const { O_CREAT, O_EXCL, O_RDWR } = constants

/** What is written once the process is there. `at`: milliseconds since 1970. */
export interface Started extends ProcessIdentity {
  at: number
}

export interface Ended {
  end: RunEnd
  at: number
}

export type RunLine = ({ t: 'started' } & Started) | ({ t: 'end' } & Ended)

export const runsFolder = (dir: string) => join(dir, 'runs')
export const RUN_SUFFIX = '.run'

/**
 * All that is known of a run on this machine: `runs/<runId>.run`, which has a line for its start and
 * one for its end, and `runs/<runId>.spool`, its output, if there is any. The first file is made
 * exclusively by whoever decides about the run first: the keeper, which then starts it, or the
 * runner, which then records that it never will be. So no run is started twice, whatever is re-sent.
 *
 * A folder per run with a file for each fact would be plainer, but each is an inode to be made and
 * deleted: fewer of them took 1.5 ms off the 2.9 ms that a run cost the keeper on an ext4 without a
 * journal, which takes the longer to find an inode the more have just been deleted.
 */
export class RunFile {
  readonly path: string
  readonly spool: string
  #fd: number | null = null
  /** Bytes of whole lines. */
  #size = 0

  constructor(dir: string, runId: string) {
    const path = join(runsFolder(dir), runId)
    this.path = path + RUN_SUFFIX
    this.spool = `${path}.spool`
  }

  exists(): boolean {
    return existsSync(this.path)
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

  /** Adds all of the line or nothing. Only one process may do so: the one that holds the run. */
  write(line: RunLine): void {
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

  remove(): void {
    this.close()
    rmSync(this.path, { force: true })
    rmSync(this.spool, { force: true })
  }

  /** A keeper that was killed may have left half a line. */
  #open(): number {
    const fd = openSync(this.path, O_RDWR)
    this.#size = readFileSync(fd).lastIndexOf('\n') + 1
    ftruncateSync(fd, this.#size)
    return fd
  }
}

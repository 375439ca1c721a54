import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEnd } from '@mission-control/protocol/runner'
import { LineFile } from './line-file.ts'
import type { ProcessIdentity } from './process-identity.ts'

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
  readonly #lines: LineFile<RunLine>

  constructor(dir: string, runId: string) {
    const path = join(runsFolder(dir), runId)
    this.path = path + RUN_SUFFIX
    this.spool = `${path}.spool`
    this.#lines = new LineFile(this.path)
  }

  exists(): boolean {
    return existsSync(this.path)
  }

  /** Makes the file; false when it is there already. */
  claim(): boolean {
    return this.#lines.claim()
  }

  /** Adds all of the line or nothing. Only one process may do so: the one that holds the run. */
  write(line: RunLine): void {
    this.#lines.add(line)
  }

  close(): void {
    this.#lines.close()
  }

  remove(): void {
    this.close()
    rmSync(this.path, { force: true })
    rmSync(this.spool, { force: true })
  }
}

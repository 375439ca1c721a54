import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { RunEnd } from '@mission-control/protocol/runner'
import { hasCode } from './error-code.ts'
import type { ProcessIdentity } from './process-identity.ts'

/** What the keeper writes once the process is there. `at`: milliseconds since 1970. */
export interface Started extends ProcessIdentity {
  at: number
}

export interface Ended {
  end: RunEnd
  at: number
}

export const runsFolder = (dir: string) => join(dir, 'runs')

/**
 * `runs/<runId>`: all that is known of a run on this machine. The folder is made exclusively by
 * whoever decides about the run first: the keeper, which then starts it, or the runner, which then
 * records that it never will be. So no run is started twice, whatever is re-sent.
 */
export class RunFolder {
  readonly path: string
  readonly spool: string
  readonly #started: string
  readonly #end: string

  constructor(dir: string, runId: string) {
    this.path = join(runsFolder(dir), runId)
    this.spool = join(this.path, 'spool')
    this.#started = join(this.path, 'started')
    this.#end = join(this.path, 'end')
  }

  /** False when it is there already. */
  claim(): boolean {
    try {
      mkdirSync(this.path, { mode: 0o700 })
      return true
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return false
      throw error
    }
  }

  exists(): boolean {
    return existsSync(this.path)
  }

  readStarted(): Started | null {
    return readJson(this.#started)
  }

  readEnd(): Ended | null {
    return readJson(this.#end)
  }

  writeStarted(started: Started): void {
    writeFileSync(this.#started, JSON.stringify(started), { mode: 0o600 })
  }

  /** All of it or nothing: a reader never sees half an end. */
  writeEnd(ended: Ended): void {
    const unfinished = `${this.#end}.new`
    writeFileSync(unfinished, JSON.stringify(ended), { mode: 0o600 })
    renameSync(unfinished, this.#end)
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

/** Null for what isn't there, and for what is not whole yet or torn by a crash. */
function readJson<T>(path: string): T | null {
  // Asked first because a thrown ENOENT costs more than the look, and mostly there is no file yet.
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return null
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, 'ENOENT')) return null
    throw error
  }
}

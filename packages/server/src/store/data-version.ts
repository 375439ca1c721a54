import type { Ask } from './direct.ts'

/**
 * What tells a database from itself before a commit. SQLite counts the commits of all other connections, also
 * of other processes. To ask it takes as long as a small query, so whoever asks within one turn of the event
 * loop shares an answer, but not beyond a commit of this process.
 */
export class DataVersion {
  #now: unknown

  readonly forget = (): void => {
    this.#now = undefined
  }

  /** `ask`: a connection that only reads. */
  read(ask: Ask): unknown {
    if (this.#now === undefined) {
      const [row] = ask('pragma data_version', []) as { data_version: number }[]
      this.#now = row?.data_version
      setImmediate(this.forget)
    }
    return this.#now
  }
}

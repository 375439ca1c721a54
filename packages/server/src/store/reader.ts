import { setDirectWay } from './direct.ts'
import type { Db } from './schema.ts'
import type { Connection } from './sqlite.ts'

/** The connection that reads. */
export class Reader {
  readonly db: Db
  readonly #connection: Connection
  /** Snapshots that have begun, or wait to begin. */
  #snapshots = 0

  constructor(connection: Connection) {
    this.#connection = connection
    this.db = connection.db
    // Within somebody's snapshot a single statement would read what was true when that began.
    setDirectWay(this.db, () => (this.#snapshots === 0 ? connection.ask : undefined))
  }

  async snapshot<T>(work: (db: Db) => Promise<T>): Promise<T> {
    this.#snapshots++
    try {
      return await this.db.transaction().execute((tx) => {
        setDirectWay(tx, () => this.#connection.ask)
        return work(tx)
      })
    } finally {
      this.#snapshots--
    }
  }
}

import { setDirectWay } from './direct.ts'
import { type Connection, engineOf } from './engine.ts'
import { gather } from './postgres/gathering.ts'
import { setVersion } from './remembered.ts'
import type { Db } from './schema.ts'

/** The connection that reads. */
export class Reader {
  readonly db: Db
  readonly #connection: Connection
  /** Snapshots that have begun, or wait to begin. */
  #snapshots = 0

  constructor(connection: Connection) {
    this.#connection = connection
    this.db = connection.db
    // Not during a snapshot: a single statement would read what was true when the snapshot began.
    setDirectWay(this.db, () => (this.#snapshots === 0 ? connection.ask : undefined))
    if (engineOf(this.db) === 'postgres') gather(this.db)
    setVersion(this.db, () => (this.#snapshots === 0 ? connection.version?.() : undefined))
  }

  async snapshot<T>(work: (db: Db) => Promise<T>): Promise<T> {
    this.#snapshots++
    try {
      return await this.#begin().execute((tx) => {
        setDirectWay(tx, () => this.#connection.ask)
        return work(tx)
      })
    } finally {
      this.#snapshots--
    }
  }

  /** Begins a transaction that sees one moment; SQLite's do so anyway. */
  #begin() {
    const transaction = this.db.transaction()
    if (engineOf(this.db) === 'sqlite') return transaction
    return transaction.setIsolationLevel('repeatable read').setAccessMode('read only')
  }
}

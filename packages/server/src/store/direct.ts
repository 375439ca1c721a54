import type { Db } from './schema.ts'

/** Asks SQLite itself, which answers at once. */
export type Ask = (sql: string, values: readonly unknown[]) => unknown[]

/** The way past Kysely, for who has a connection alone: undefined while he hasn't. */
const ways = new WeakMap<Db, () => Ask | undefined>()

export function setDirectWay(db: Db, way: () => Ask | undefined): void {
  ways.set(db, way)
}

/**
 * Where it may be asked directly, SQLite answers a query that is bound only in a third of the time: Kysely
 * waits for the connection in a dozen steps, of which each is a promise.
 */
export function directWayOf(db: Db): Ask | undefined {
  return ways.get(db)?.()
}

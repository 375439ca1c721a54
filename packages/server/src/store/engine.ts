import { type Kysely, SqliteAdapter } from 'kysely'
import type { Ask } from './direct.ts'
import type { Db, Schema } from './schema.ts'

/** A database that is open, by two doors: who writes waits for a turn, who reads waits for nobody. */
export interface Engine {
  writer: Connection
  /** By which several transactions are written at a time; the writer is one of them. */
  lanes: Connection[]
  /** Opened when it is first asked for: the schema has to be there. */
  reader(): Connection
  close(): Promise<void>
}

/** Who else writes: nobody, other servers, or, `beside` the server, its owner by the command line. */
export type Tenure = 'alone' | 'shared' | 'beside'

/** A connection by both doors: who asks by the second one must know that nobody else is using it. */
export interface Connection {
  db: Kysely<Schema>
  /** Answers at once; absent where an engine can't. */
  ask?: Ask
}

/** For what only one engine has: an index of the search, rows that an older version has written. */
export function engineOf(db: Db | Kysely<unknown>): 'sqlite' | 'postgres' {
  return db.getExecutor().adapter instanceof SqliteAdapter ? 'sqlite' : 'postgres'
}

import { type Kysely, SqliteAdapter } from 'kysely'
import type { Ask } from './direct.ts'
import type { Db, Schema } from './schema.ts'

/**
 * An open database, with separate ways to write and to read: writers wait for their turn, readers wait for
 * nobody.
 */
export interface Engine {
  writer: Connection
  /** The connections that write at the same time; `writer` is one of them. */
  lanes: Connection[]
  /** Opens the reader at the first call, because the schema has to be there. */
  reader(): Connection
  /** When the schema is there, before anything else is written. */
  begin?(): Promise<void>
  /** How often the database turned out to be another one than before, which may lack what that one had. */
  turns?(): number
  close(): Promise<void>
}

/** Who else writes: nobody, other servers, or, `beside` the server, its owner by the command line. */
export type Tenure = 'alone' | 'shared' | 'beside'

/** A connection, through Kysely or directly. Use `ask` only while nobody else uses the connection. */
export interface Connection {
  db: Kysely<Schema>
  /** Undefined if it can only be asked through Kysely. */
  ask?: Ask
  /** Changes with each commit to the database, whoever commits; undefined if the engine can't tell. */
  version?: () => unknown
}

/** Tells the engines apart where only one has something: its index of the search, rows of older versions. */
export function engineOf(db: Db | Kysely<unknown>): 'sqlite' | 'postgres' {
  return db.getExecutor().adapter instanceof SqliteAdapter ? 'sqlite' : 'postgres'
}

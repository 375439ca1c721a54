import { join } from 'node:path'
import {
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementSync,
} from 'node:sqlite'
import { Kysely, SqliteAdapter } from 'kysely'
import { GenericSqliteDialect, type IGenericSqlite } from 'kysely-generic-sqlite'
import { StartError } from '../start-error.ts'
import { DataVersion } from './data-version.ts'
import type { Connection, Engine } from './engine.ts'
import { DATABASE_FILE, ownDatabase } from './own.ts'
import { Reader } from './reader.ts'
import type { Schema } from './schema.ts'
import { storable } from './storable.ts'

/** SQLite's code for a file that is none of its own. */
const SQLITE_NOTADB = 26

/** Where SQLite keeps what undoes a part of a transaction, and what it sorts. */
export const TEMPORARY_IN_MEMORY = 'pragma temp_store = memory'
export const TEMPORARY_IN_FILES = 'pragma temp_store = file'

/** Statements kept prepared, by their SQL text; the oldest goes first. */
const KEPT_STATEMENTS = 500

/** Opens (at the first time: makes) the database in `dataDir`. */
export function openSqlite(dataDir: string): Engine {
  const file = join(dataDir, DATABASE_FILE)
  ownDatabase(dataDir)
  const version = new DataVersion()
  const writer = openWriter(file, version.forget)
  let reader: Connection | undefined
  return {
    writer,
    lanes: [writer],
    reader() {
      reader ??= openReader(file, 4000)
      const ask = reader.ask!
      reader.version = () => version.read(ask)
      return reader
    },
    async close() {
      await reader?.db.destroy()
      await writer.db.destroy()
    },
  }
}

/**
 * Opens the one connection that writes: WAL, and a commit is on disk when it returns. A commit writes each page
 * that it touches as a whole, some twenty for a new task, so pages of 8 KiB take a quarter off the time of a
 * short task against 16 KiB. Chunks of output, up to 64 KiB, are stored as fast with either, and faster than in
 * pages of 4 KiB. A database keeps the size it was made with. What undoes a part of a transaction is kept in
 * memory: in a file it took a third of the processor's time of a new task.
 */
function openWriter(file: string, onCommit: () => void): Connection {
  const pragmas = [
    'pragma page_size = 8192',
    'pragma journal_mode = wal',
    'pragma synchronous = full',
    'pragma foreign_keys = on',
    'pragma busy_timeout = 5000',
    'pragma cache_size = -8000',
    TEMPORARY_IN_MEMORY,
    'pragma wal_autocheckpoint = 2048',
    'pragma journal_size_limit = 67108864',
  ]
  return open(file, false, pragmas, onCommit)
}

/** Opens a connection that reads: beside the writer, it sees what is committed and blocks nobody. */
function openReader(file: string, cacheKiB: number): Connection {
  return open(file, true, ['pragma busy_timeout = 5000', `pragma cache_size = -${cacheKiB}`])
}

/** One more that reads, for a thread of its own that looks at much. */
export function openForReading(dataDir: string): Reader {
  return new Reader(openReader(join(dataDir, DATABASE_FILE), 32_000))
}

function open(
  file: string,
  readOnly: boolean,
  pragmas: string[],
  onCommit?: () => void,
): Connection {
  const database = new DatabaseSync(file, { readOnly })
  try {
    for (const pragma of pragmas) database.exec(pragma)
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode !== SQLITE_NOTADB) throw error
    throw new StartError(
      `${file} is not a Mission Control database. Move it away, or set MISSION_CONTROL_DATA_DIR to another folder.`,
    )
  }
  const own = executor(database, readOnly, onCommit)
  return {
    db: new Kysely<Schema>({ dialect: new Dialect(() => own) }),
    ask: (sql, values) => own.query(true, sql, values).rows,
  }
}

/** To SQLite a change of the schema is a part of its transaction like any, which Kysely doesn't know. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class Dialect extends GenericSqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new Adapter()
  }
}

type ReadRow = (row: SQLOutputValue[]) => Record<string, unknown>

interface Prepared {
  statement: StatementSync
  /** Makes an object of a result's row; null for a statement that only writes. */
  readRow: ReadRow | null
}

function executor(database: DatabaseSync, readOnly: boolean, onCommit?: () => void) {
  const kept = new Map<string, Prepared>()

  function prepare(sql: string) {
    const known = kept.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    const columns = statement.columns().map(({ name }) => name)
    // Rows as arrays, made objects here: half the time that SQLite's own objects take.
    if (columns.length > 0) statement.setReturnArrays(true)
    const prepared = { statement, readRow: columns.length > 0 ? rowReader(columns) : null }
    kept.set(sql, prepared)
    if (kept.size > KEPT_STATEMENTS) kept.delete(kept.keys().next().value as string)
    return prepared
  }

  return {
    db: database,
    query(_isSelect: boolean, sql: string, parameters?: readonly unknown[]) {
      // A writer takes the lock first: upgrading later would fail at once beside another process.
      const { statement, readRow } = prepare(!readOnly && sql === 'begin' ? 'begin immediate' : sql)
      const values = (parameters ?? []).map(storable) as SQLInputValue[]
      if (readRow) {
        const rows = statement.all(...values) as unknown as SQLOutputValue[][]
        return { rows: rows.map((row) => readRow(row)) as never[] }
      }
      const { changes, lastInsertRowid } = statement.run(...values)
      if (sql === 'commit') onCommit?.()
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
    },
    close: () => database.close(),
  } satisfies IGenericSqlite<DatabaseSync>
}

/**
 * One object literal for each statement: its shape is known at once, where keys set in a loop over
 * every statement's columns took 70 µs for 50 tasks. The names are those of our own SQL.
 */
function rowReader(columns: string[]): ReadRow {
  const fields = columns.map((name, i) => `${JSON.stringify(name)}: row[${i}]`)
  return new Function('row', `return { ${fields.join(', ')} }`) as ReadRow
}

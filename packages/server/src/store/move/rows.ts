import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../schema.ts'
import { Due } from '../search.ts'
import { storable } from '../storable.ts'
import { Place } from '../tables/tasks.ts'
import { TABLES, type TableName } from './tables.ts'

export type Row = Record<string, unknown>

/** Rows read at a time; a row of output has up to 64 KiB. */
const PAGE = 200
const PAGE_OF_OUTPUT = 32

/** The rows of a table behind `last`, in the order of its key, page by page. */
export async function* pagesOf(db: Db, table: TableName, last?: Row): AsyncGenerator<Row[]> {
  const page = table === 'output' ? PAGE_OF_OUTPUT : PAGE
  const key = sql.join(TABLES[table].map((column) => sql.ref(column)))
  let after = last
  for (;;) {
    const values = after && TABLES[table].map((column) => sql`${after![column]}`)
    const { rows } = await sql<Row>`
      select * from ${sql.table(table)} ${values ? sql`where (${key}) > (${sql.join(values)})` : sql``}
      order by ${key} limit ${sql.lit(page)}`.execute(db)
    if (rows.length > 0) yield rows
    if (rows.length < page) return
    after = rows.at(-1)!
  }
}

/** The last row of a table by its key. */
export async function lastRow(db: Db, table: TableName): Promise<Row | undefined> {
  const key = sql.join(TABLES[table].map((column) => sql`${sql.ref(column)} desc`))
  const { rows } = await sql<Row>`
    select * from ${sql.table(table)} order by ${key} limit 1`.execute(db)
  return rows[0]
}

/** The row as it is inserted. What the search index needs is made again at the destination. */
export function arriving(table: TableName, row: Row): Row {
  if (table !== 'tasks') return row
  const due = row.status === 'running' ? Due.LATER : Due.NOW
  return { ...row, search_pieces: 0, search_due: row.chat === Place.LISTED ? due : Due.NONE }
}

export interface Sum {
  rows: number
  /** SHA-256 of all rows in their order. */
  hash: string
}

/** The count and hash of a table's rows, which must be the same on both sides. */
export async function sumOf(db: Db, table: TableName): Promise<Sum> {
  const hash = createHash('sha256')
  let count = 0
  for await (const rows of pagesOf(db, table)) {
    count += rows.length
    for (const row of rows) hash.update(`${canonical(arriving(table, row))}\n`)
  }
  return { rows: count, hash: hash.digest('hex') }
}

/** A row as text, whatever the engine calls its columns' types, and in whatever order it has them. */
function canonical(row: Row): string {
  const columns = Object.entries(row).map(([name, value]) => [name, comparable(value)] as const)
  return JSON.stringify(columns.sort(([one], [other]) => (one < other ? -1 : 1)))
}

function comparable(value: unknown): unknown {
  // A version before has stored NUL in SQLite.
  if (!(value instanceof Uint8Array)) return storable(value)
  return { bytes: createHash('sha256').update(value).digest('hex') }
}

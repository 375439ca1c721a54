import { sql } from 'kysely'
import { StartError } from '../../start-error.ts'
import { type Engine, engineOf } from '../engine.ts'
import { migrate, refuseOther } from '../migrate.ts'
import { openEngine } from '../open-engine.ts'
import { numberOnwards } from '../postgres/search-numbers.ts'
import type { Db } from '../schema.ts'
import { arriving, lastRow, pagesOf, type Row, type Sum, sumOf } from './rows.ts'
import { TABLES, type TableName } from './tables.ts'
import { MOVE_UNDER_WAY } from './under-way.ts'

/** Where everything is kept: in a data directory, or in a database of PostgreSQL. */
export type MovingHome = { dataDir: string } | { databaseUrl: string }

const NAMES = Object.keys(TABLES) as TableName[]

/**
 * Copies everything from one home into another, table by table; `moved` is told each that has arrived
 * and was compared. A move that was stopped goes on where it was. No server may run on either; of data
 * directories the caller sees to that. Throws {@link StartError} where the one isn't of this version, the
 * other isn't empty, or what has arrived is not what was sent.
 */
export async function moveHouse(
  from: MovingHome,
  to: MovingHome,
  moved: (table: TableName, sum: Sum) => void,
): Promise<void> {
  const source = await open(from)
  try {
    await refuseOther(source.writer.db)
    const target = await open(to)
    try {
      await begin(target.writer.db)
      for (const table of NAMES) await copy(source.writer.db, target.writer.db, table)
      for (const table of NAMES) {
        moved(table, await compare(source.writer.db, target.writer.db, table))
      }
      if (engineOf(target.writer.db) === 'postgres') await numberOnwards(target.writer.db)
      await sql`drop table ${sql.table(MOVE_UNDER_WAY)}`.execute(target.writer.db)
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

async function open(home: MovingHome): Promise<Engine> {
  const { dataDir, databaseUrl } = { dataDir: '', databaseUrl: undefined, ...home }
  return await openEngine(dataDir, databaseUrl, 'alone')
}

/** Makes the schema, unless an earlier move has begun. */
async function begin(db: Db): Promise<void> {
  const tables = await db.introspection.getTables()
  if (tables.some(({ name }) => name === MOVE_UNDER_WAY)) return
  await migrate(db)
  const owner = await db.selectFrom('workspaces').select('id').limit(1).executeTakeFirst()
  if (owner) {
    throw new StartError('The database to move into is not empty. Give it one that is.')
  }
  await sql`create table ${sql.table(MOVE_UNDER_WAY)} (begun integer)`.execute(db)
}

async function copy(from: Db, to: Db, table: TableName): Promise<void> {
  for await (const rows of pagesOf(from, table, await lastRow(to, table))) {
    await insert(
      to,
      table,
      rows.map((row) => arriving(table, row)),
    )
  }
}

async function insert(db: Db, table: TableName, rows: Row[]): Promise<void> {
  await db
    .insertInto(table as 'users')
    .values(rows as never)
    .execute()
}

async function compare(from: Db, to: Db, table: TableName): Promise<Sum> {
  const [sent, arrived] = [await sumOf(from, table), await sumOf(to, table)]
  if (sent.rows === arrived.rows && sent.hash === arrived.hash) return arrived
  throw new StartError(
    `The table ${table} has not arrived as it was: ${sent.rows} rows were sent, ${arrived.rows} arrived${sent.rows === arrived.rows ? ', and they differ' : ''}. Nothing was changed at the source. Empty the database to move into, and move again.`,
  )
}

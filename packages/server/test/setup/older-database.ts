import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Migrator } from 'kysely/migration'
import { migrations } from '../../src/store/migrations/index.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { DATABASE_FILE } from '../../src/store/store.ts'

/** A database as the version left it whose last schema step was `name`. */
export async function databaseAt(dir: string, name: string): Promise<DatabaseSync> {
  const { writer, close } = openSqlite(dir)
  const provider = { getMigrations: async () => migrations }
  const { error } = await new Migrator({ db: writer.db, provider }).migrateTo(name)
  await close()
  assert.equal(error, undefined)
  const database = new DatabaseSync(join(dir, DATABASE_FILE))
  database.exec('pragma foreign_keys = off')
  return database
}

export function insertInto(database: DatabaseSync, table: string, rows: object[]): void {
  for (const row of rows) {
    const names = Object.keys(row)
    const values = names.map(() => '?').join(', ')
    const statement = `insert into ${table} (${names.join(', ')}) values (${values})`
    database.prepare(statement).run(...(Object.values(row) as string[]))
  }
}

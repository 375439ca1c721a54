import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ask, POSTGRES, urlOf } from './engine.ts'

const FILE = 'mission-control.db'

type Rows = Record<string, unknown>[]

/**
 * Does something in the database of a server, also while that runs: what only time, or somebody else,
 * would bring about. Resolves with the rows of a `select`.
 */
export async function inDatabase(dataDir: string, sql: string): Promise<Rows> {
  if (POSTGRES !== undefined) return await ask(urlOf(POSTGRES, dataDir), sql)
  const database = new DatabaseSync(join(dataDir, FILE), { timeout: 5000 })
  try {
    if (/^\s*select/.test(sql)) return database.prepare(sql).all()
    database.exec(sql)
    return []
  } finally {
    database.close()
  }
}

/** All that is stored, as text in which one can look for a secret. */
export async function everythingStored(dataDir: string): Promise<string> {
  if (POSTGRES === undefined) {
    const files = readdirSync(dataDir).filter((name) => name.startsWith(FILE))
    return files.map((name) => readFileSync(join(dataDir, name), 'latin1')).join('')
  }
  const url = urlOf(POSTGRES, dataDir)
  const tables = await ask(url, "select tablename from pg_tables where schemaname = 'public'")
  const rows = tables.map(({ tablename }) => ask(url, `select t::text from ${tablename} t`))
  return JSON.stringify(await Promise.all(rows))
}

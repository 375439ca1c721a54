import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fillDurably } from '@mission-control/durable'
import { StartError } from '../start-error.ts'
import { DATABASE_FILE, requireDatabase } from './own.ts'

/**
 * Copies the SQLite database in `dataDir` to `file`, as it is at this moment, while a server may be
 * writing. It has the name only when it is whole and on disk. (SQLite's online copy would begin anew
 * with each commit of the server.)
 */
export function backUp(dataDir: string, file: string): void {
  requireDatabase(dataDir)
  if (existsSync(file)) throw new StartError(`${file} is there already. Name another file.`)
  try {
    fillDurably(file, (unfinished) => copy(join(dataDir, DATABASE_FILE), unfinished))
  } catch (error) {
    throw new StartError(`The backup could not be made: ${(error as Error).message}`)
  }
}

function copy(source: string, target: string): void {
  const database = new DatabaseSync(source, { readOnly: true, timeout: 5000 })
  try {
    database.prepare('vacuum into ?').run(target)
  } finally {
    database.close()
  }
}

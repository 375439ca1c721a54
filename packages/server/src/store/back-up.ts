import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartError } from '../start-error.ts'
import { DATABASE_FILE } from './own.ts'

/**
 * Copies the SQLite database in `dataDir` to `file`, as it is at this moment, while a server may be
 * writing. It has the name only when it is whole and on disk. (SQLite's online copy would begin anew
 * with each commit of the server.)
 */
export function backUp(dataDir: string, file: string): void {
  const source = join(dataDir, DATABASE_FILE)
  if (!existsSync(source)) throw new StartError(`There is no Mission Control in ${dataDir}.`)
  if (existsSync(file)) throw new StartError(`${file} is there already. Name another file.`)
  const unfinished = `${file}.new`
  rmSync(unfinished, { force: true })
  try {
    // Made first, so that it is never readable for others.
    closeSync(openSync(unfinished, 'wx', 0o600))
    copy(source, unfinished)
    sync(unfinished)
    renameSync(unfinished, file)
    sync(dirname(file))
  } catch (error) {
    rmSync(unfinished, { force: true })
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

/** SQLite leaves that to us here. */
function sync(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

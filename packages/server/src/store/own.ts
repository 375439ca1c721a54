import { chmodSync, closeSync, existsSync, openSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../start-error.ts'

export const DATABASE_FILE = 'mission-control.db'

/** Throws {@link StartError} where no server has kept anything yet; `wayOut`: a sentence on what to do. */
export function requireDatabase(dataDir: string, wayOut = ''): void {
  if (existsSync(join(dataDir, DATABASE_FILE))) return
  throw new StartError(`There is no Mission Control in ${dataDir}. ${wayOut}`.trim())
}

/**
 * Closes the database, SQLite's files beside it and its copies to the machine's other users, even if an
 * earlier version made the files. SQLite gives its files the mode of the database.
 */
export function ownDatabase(dataDir: string): void {
  closeSync(openSync(join(dataDir, DATABASE_FILE), 'a', 0o600))
  for (const name of readdirSync(dataDir)) {
    if (!name.startsWith(DATABASE_FILE)) continue
    const file = join(dataDir, name)
    const { mode, uid } = statSync(file)
    // Only the owner of a file can change its mode.
    if ((mode & 0o077) !== 0 && uid === process.getuid?.()) chmodSync(file, mode & 0o700)
  }
}

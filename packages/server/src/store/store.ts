import { join } from 'node:path'
import { GroupCommit } from './group-commit.ts'
import { migrate } from './migrate.ts'
import type { Db, Tx } from './schema.ts'
import { openReader, openWriter } from './sqlite.ts'

/** The truth: everything that must outlive the process is here, and nowhere else. */
export interface Store {
  /** Single statements that read what is committed. */
  readonly db: Db
  /** Several reads of one moment. */
  snapshot<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** The same on a connection of its own, for reads that last as long as a slow client. */
  longSnapshot<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** One transaction. The promise resolves when it is on disk; a throw undoes it whole. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export const DATABASE_FILE = 'mission-control.db'

/** Opens (at the first time: makes) the database in `dataDir` and brings its schema up to date. */
export async function openStore(dataDir: string): Promise<Store> {
  const file = join(dataDir, DATABASE_FILE)
  const writer = openWriter(file)
  try {
    await migrate(writer)
  } catch (error) {
    await writer.destroy()
    throw error
  }
  const reader = openReader(file)
  const commits = new GroupCommit(writer)

  return {
    db: reader,
    snapshot: (work) => reader.transaction().execute(work),
    async longSnapshot(work) {
      const own = openReader(file)
      try {
        return await own.transaction().execute(work)
      } finally {
        await own.destroy()
      }
    },
    write: (work) => commits.write(work),
    async close() {
      await commits.settled()
      await reader.destroy()
      await writer.destroy()
    },
  }
}

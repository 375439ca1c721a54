import { sql } from 'kysely'
import { inWords } from './in-words.ts'
import type { Db } from './schema.ts'

/** The time by the database's clock, which all servers share, in ms since 1970. */
export const databaseNow = inWords<number>({
  sqlite: sql`cast(unixepoch('subsec') * 1000 as integer)`,
  postgres: sql`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`,
})

export async function readClock(db: Db): Promise<number> {
  return (await db.selectNoFrom(databaseNow.as('now')).executeTakeFirstOrThrow()).now
}

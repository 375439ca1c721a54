import { type Kysely, sql } from 'kysely'
import { engineOf } from '../engine.ts'
import { numberOnwards, SEARCH_NUMBERS } from '../postgres/search-numbers.ts'

/** The highest number and one, as SQLite counts, is the same for two who write at a time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (engineOf(db) === 'sqlite') return
  await sql`create sequence ${sql.ref(SEARCH_NUMBERS)} as bigint`.execute(db)
  await numberOnwards(db)
}

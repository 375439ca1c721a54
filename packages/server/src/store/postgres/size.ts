import { sql } from 'kysely'
import type { Db } from '../schema.ts'

/** The bytes that a table takes, with its indexes. */
export async function sizeInPostgres(db: Db, table: string): Promise<number> {
  const size = sql<number>`pg_total_relation_size(${table}::regclass)`
  const { bytes } = await db.selectNoFrom(size.as('bytes')).executeTakeFirstOrThrow()
  return bytes
}

import { type Kysely, sql } from 'kysely'
import { engineOf } from '../engine.ts'

/** PostgreSQL has an index of the search as well. What of a workspace isn't in an index can be counted alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('tasks_not_indexed_of')
    .on('tasks')
    .columns(['workspace_id', 'search_due', 'search_number'])
    .where(sql.ref('search_due'), '>', sql.lit(0))
    .where('search_number', 'is not', null)
    .execute()
  if (engineOf(db) === 'postgres') await createIndex(db)
}

/**
 * Arrays of keys, which every PostgreSQL can index: pg_trgm is not everywhere, leaves out what are no letters
 * in the database's locale, and compares each text that it finds, which the search does anyway.
 */
async function createIndex(db: Kysely<unknown>): Promise<void> {
  await sql`create table task_search (
    number bigint not null, piece bigint not null, keys int4[] not null,
    primary key (number, piece))`.execute(db)
  // The server merges between its steps. Within a transaction that adds documents others would wait for it.
  await sql`create index task_search_by_keys on task_search using gin (keys)
    with (gin_pending_list_limit = 65536)`.execute(db)
  // Statistics of the keys tell nothing, and numbers like these cannot be compressed.
  await sql`alter table task_search
    alter column keys set statistics 0, alter column keys set storage external`.execute(db)
}

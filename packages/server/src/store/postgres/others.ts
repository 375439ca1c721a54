import { sql } from 'kysely'
import type { Db } from '../schema.ts'

/** Until the commit no other server reads or writes anything. */
export async function holdTables(db: Db): Promise<void> {
  const tables = (await db.introspection.getTables()).filter(({ isView }) => !isView)
  const names = sql.join(tables.map(({ schema, name }) => sql.table(`${schema}.${name}`)))
  await sql`lock table ${names}`.execute(db)
}

/**
 * Ends the sessions of the other servers, which connect again by themselves: PostgreSQL refuses a statement that
 * they have prepared ("cached plan must not change result type") once a table has got a column. As the last
 * thing before the commit: what they ask anew waits for it.
 */
export async function endOthers(db: Db): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = current_user and pid <> pg_backend_pid()
      and application_name like 'mission-control%'`.execute(db)
}

import { type Kysely, PostgresDialect, PostgresIntrospector, sql, type TableMetadata } from 'kysely'

/** A database may be shared with other programs, which have schemas of their own, and tables of the same name. */
export class OwnDialect extends PostgresDialect {
  override createIntrospector(db: Kysely<unknown>): PostgresIntrospector {
    return new OwnTables(db)
  }
}

/** Tells only of tables that a statement finds by their bare name, and that this user may change. */
class OwnTables extends PostgresIntrospector {
  readonly #db: Kysely<unknown>

  constructor(db: Kysely<unknown>) {
    super(db)
    this.#db = db
  }

  override async getTables(
    options?: Parameters<PostgresIntrospector['getTables']>[0],
  ): Promise<TableMetadata[]> {
    const { rows } = await sql<{ name: string }>`
      select n.nspname || '.' || c.relname as name
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where pg_catalog.pg_table_is_visible(c.oid) and pg_catalog.pg_has_role(c.relowner, 'usage')
    `.execute(this.#db)
    const own = new Set(rows.map(({ name }) => name))
    const tables = await super.getTables(options)
    return tables.filter(({ schema, name }) => own.has(`${schema}.${name}`))
  }
}

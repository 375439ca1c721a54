import type { Compilable, CompiledQuery } from 'kysely'
import { directWayOf } from './direct.ts'
import { engineOf } from './engine.ts'
import { MARK } from './postgres/unanswered.ts'
import type { Db, Tx } from './schema.ts'

/** Stands for a parameter while a query is compiled. */
class Placeholder {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

const placeholders = new Proxy({}, { get: (_, name) => new Placeholder(String(name)) })

/** A compiled query, and how to take its values from the parameters. */
interface Compiled<P, R> {
  query: CompiledQuery<R>
  /** For each value the name of its parameter; undefined: it is the query's own. */
  names: (keyof P | undefined)[]
}

/**
 * A query that is built and compiled once, at its first use, and only bound from then on: building
 * takes as long as SQLite takes to answer (25 µs a query, 25 queries for a task's whole life).
 * `build` may use its parameters only as values; what differs in structure (a filter that may be
 * absent) is told apart by `variant`, of which there must be few.
 */
export function prepared<P extends object, R>(
  build: (db: Db, parameters: P, variant: string) => Compilable<R>,
): (db: Db, parameters: P, variant?: string) => Promise<R[]> {
  return asked(build, '')
}

/**
 * The same for a statement of a transaction whose answer nobody needs: PostgreSQL is sent the next one with it.
 * What it says is then said by the next one, the commit at the latest.
 */
export function unanswered<P extends object, R>(
  build: (db: Db, parameters: P, variant: string) => Compilable<R>,
): (tx: Tx, parameters: P, variant?: string) => Promise<unknown> {
  return asked(build, MARK)
}

function asked<P extends object, R>(
  build: (db: Db, parameters: P, variant: string) => Compilable<R>,
  mark: string,
): (db: Db, parameters: P, variant?: string) => Promise<R[]> {
  // Each engine has its own SQL.
  const compiled = {
    sqlite: new Map<string, Compiled<P, R>>(),
    postgres: new Map<string, Compiled<P, R>>(),
  }
  return async (db, parameters, variant = '') => {
    const engine = engineOf(db)
    let made = compiled[engine].get(variant)
    if (!made) {
      const query = build(db, placeholders as P, variant).compile()
      const names = query.parameters.map((value) =>
        value instanceof Placeholder ? (value.name as keyof P) : undefined,
      )
      const marked = engine === 'postgres' ? { ...query, sql: mark + query.sql } : query
      made = { query: marked, names }
      compiled[engine].set(variant, made)
    }
    const { query, names } = made
    const values = names.map((name, i) =>
      name === undefined ? query.parameters[i] : parameters[name],
    )
    const ask = directWayOf(db)
    if (ask) return ask(query.sql, values) as R[] | Promise<R[]>
    const { rows } = await db.executeQuery<R>({ ...query, parameters: values })
    return rows
  }
}

/** The variant of a query with optional filters: the names of the given ones. */
export function variantOf(filters: object): string {
  return Object.entries(filters)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)
    .join(' ')
}

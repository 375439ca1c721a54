import type { Compilable, CompiledQuery } from 'kysely'
import { directWayOf } from './direct.ts'
import type { Db } from './schema.ts'

/** Stands for a parameter while a query is compiled. */
class Placeholder {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

const placeholders = new Proxy({}, { get: (_, name) => new Placeholder(String(name)) })

/**
 * A query that is built and compiled once, at its first use, and only bound from then on: building
 * takes as long as SQLite takes to answer (25 µs a query, 25 queries for a task's whole life).
 * `build` may use its parameters only as values; what differs in structure (a filter that may be
 * absent) is told apart by `variant`, of which there must be few.
 */
export function prepared<P extends object, R>(
  build: (db: Db, parameters: P, variant: string) => Compilable<R>,
): (db: Db, parameters: P, variant?: string) => Promise<R[]> {
  const compiled = new Map<string, CompiledQuery<R>>()
  return async (db, parameters, variant = '') => {
    // Each engine has its own SQL.
    const key = `${db.getExecutor().adapter.constructor.name} ${variant}`
    let query = compiled.get(key)
    if (!query) {
      query = build(db, placeholders as P, variant).compile()
      compiled.set(key, query)
    }
    const values = query.parameters.map((value) =>
      value instanceof Placeholder ? parameters[value.name as keyof P] : value,
    )
    const ask = directWayOf(db)
    if (ask) return ask(query.sql, values) as R[]
    const { rows } = await db.executeQuery<R>({ ...query, parameters: values })
    return rows
  }
}

/** The variant of a query with optional filters: the names of the given ones. */
export function given(filters: object): string {
  return Object.entries(filters)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)
    .join(' ')
}

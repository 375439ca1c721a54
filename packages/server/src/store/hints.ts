import { type Expression, type SqlBool, sql } from 'kysely'

/*
 * Words to SQLite where it takes a worse index than it has: without statistics it thinks that every
 * value is as rare as any other, and that a range leaves little.
 */

/** The condition, which few rows fulfil. */
export function fewHave(condition: Expression<SqlBool>) {
  return sql<SqlBool>`unlikely(${condition})`
}

/** A column whose index doesn't help, since what another condition leaves is less. */
export function unindexed(column: string) {
  return sql<string>`+${sql.ref(column)}`
}

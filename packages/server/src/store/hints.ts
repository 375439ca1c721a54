import { type Expression, type SqlBool, sql } from 'kysely'
import { inWords } from './in-words.ts'

/*
 * Words to SQLite, which PostgreSQL doesn't need, where it takes a worse index than it has: without statistics it thinks that every
 * value is as rare as any other, and that a range leaves little.
 */

/** The condition, which few rows fulfil. */
export function fewHave(condition: Expression<SqlBool>) {
  return inWords({
    sqlite: sql<SqlBool>`unlikely(${condition})`,
    postgres: sql<SqlBool>`${condition}`,
  })
}

/** A column whose index doesn't help, since what another condition leaves is less. */
export function unindexed<T = string>(column: string) {
  return inWords({ sqlite: sql<T>`+${sql.ref(column)}`, postgres: sql<T>`${sql.ref(column)}` })
}

/** Whether it is one of any number of values, which are one parameter. */
export function oneOf(expression: Expression<unknown>, values: readonly (string | number)[]) {
  return inWords({
    sqlite: sql<SqlBool>`${expression} in (select value from json_each(${JSON.stringify(values)}))`,
    postgres: sql<SqlBool>`${expression} = any(${values})`,
  })
}

/** Whether it is one of the texts of a JSON array, which may be a parameter of a prepared query. */
export function amongThose(expression: Expression<unknown>, json: string) {
  return inWords({
    sqlite: sql<SqlBool>`${expression} in (select value from json_each(${json}))`,
    postgres: sql<SqlBool>`${expression} in (select jsonb_array_elements_text(${json}::jsonb))`,
  })
}

/** A list of ids as a parameter for {@link amongThose}; undefined: there is no such filter. */
export const inJson = (ids: readonly string[] | undefined) => ids && JSON.stringify(ids)

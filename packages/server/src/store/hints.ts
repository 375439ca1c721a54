import { type Expression, type SqlBool, sql } from 'kysely'
import { inWords } from './in-words.ts'

/*
 * Hints for SQLite where it would choose the wrong index: without statistics it takes every value for equally
 * rare, and every range for small. PostgreSQL doesn't need them.
 */

/** Tells SQLite that few rows fulfil the condition. */
export function fewHave(condition: Expression<SqlBool>) {
  return inWords({
    sqlite: sql<SqlBool>`unlikely(${condition})`,
    postgres: sql<SqlBool>`${condition}`,
  })
}

/** Keeps SQLite from using the column's index, because another condition leaves fewer rows. */
export function unindexed<T = string>(column: string) {
  return inWords({ sqlite: sql<T>`+${sql.ref(column)}`, postgres: sql<T>`${sql.ref(column)}` })
}

/** Whether the expression is one of the values. They are one parameter, so there may be any number. */
export function oneOf(expression: Expression<unknown>, values: readonly (string | number)[]) {
  return inWords({
    sqlite: sql<SqlBool>`${expression} in (select value from json_each(${JSON.stringify(values)}))`,
    postgres: sql<SqlBool>`${expression} = any(${values})`,
  })
}

/**
 * Whether the expression is one of the texts in a JSON array, which may be a parameter of a prepared query.
 */
export function amongThose(expression: Expression<unknown>, json: string) {
  return inWords({
    sqlite: sql<SqlBool>`${expression} in (select value from json_each(${json}))`,
    postgres: sql<SqlBool>`${expression} in (select jsonb_array_elements_text(${json}::jsonb))`,
  })
}

/** A list of ids as a parameter for {@link amongThose}; undefined: there is no such filter. */
export const inJson = (ids: readonly string[] | undefined) => ids && JSON.stringify(ids)

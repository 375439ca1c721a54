import { sql } from 'kysely'

/** When the stretch of `width` ms began in which the column's time lies. */
export function stretchOf(column: string, width: number) {
  const time = sql.ref<number>(column)
  return sql<number>`${time} - ${time} % ${sql.lit(width)}`
}

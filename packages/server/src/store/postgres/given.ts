import { type RawBuilder, sql } from 'kysely'

/** PostgreSQL's types of columns. */
export type Types = Record<string, 'text' | 'bigint' | 'double precision'>

/** For each column the values of all rows. */
export type Columns<T extends Types> = Record<keyof T, unknown[]>

/** Turns rows into one list for each column. */
export function inColumns<T extends Types>(
  types: T,
  rows: readonly Record<keyof T, unknown>[],
): Columns<T> {
  const columns = Object.keys(types).map((name) => [name, rows.map((row) => row[name])])
  return Object.fromEntries(columns)
}

/** Rows as a table named "given": a parameter for each column, so it is one statement for any number of rows. */
export function given<T extends Types>(types: T, columns: Columns<T>): RawBuilder<unknown> {
  const names = Object.keys(types)
  const lists = names.map((name) => sql`${columns[name]}::${sql.raw(types[name]!)}[]`)
  return sql`unnest(${sql.join(lists)}) as given(${sql.join(names.map((name) => sql.ref(name)))})`
}

const idOf = ({ id }: { id: string }) => id
/** For {@link rowsOf}: by the id, which is unique. */
export const BY_ID = { call: idOf, row: idOf }

/** For {@link rowsOf}: whatever workspaces the calls are for. */
export const BY_WORKSPACE_AND_ID = {
  call: ({ workspaceId, id }: { workspaceId: string; id: string }) => `${workspaceId} ${id}`,
  row: ({ workspace_id, id }: { workspace_id: string; id: string }) => `${workspace_id} ${id}`,
}

/** The rows of each call. */
export function rowsOf<C, R>(
  calls: readonly C[],
  rows: readonly R[],
  isOf: { call: (call: C) => string; row: (row: R) => string },
): R[][] {
  const byKey = Map.groupBy(rows, isOf.row)
  return calls.map((call) => byKey.get(isOf.call(call)) ?? [])
}

import { type SqlBool, sql } from 'kysely'
import { prepared, unanswered } from '../prepared.ts'
import type { Db, TaskRow, Tx } from '../schema.ts'
import { mayBeDue, VERSION } from '../search.ts'
import { BY_ID, type Columns, given, inColumns, rowsOf, type Types } from './given.ts'

type ById = { id: string }

const selectAllPieces = prepared((db, by: { ids: string[] }) =>
  db
    .selectFrom('tasks')
    .select([
      'id',
      sql<number | null>`search_number`.as('number'),
      sql<number>`search_pieces`.as('pieces'),
    ])
    .where(sql<SqlBool>`id = any(${by.ids}::text[])`),
)

export async function selectPiecesOfMany(
  db: Db,
  calls: ById[],
): Promise<{ number: number | null; pieces: number }[][]> {
  return rowsOf(calls, await selectAllPieces(db, { ids: calls.map(({ id }) => id) }), BY_ID)
}

const selectAllVersions = prepared((db, by: { ids: string[] }) =>
  db
    .selectFrom('tasks')
    .select(['id', ...VERSION])
    .where(sql<SqlBool>`id = any(${by.ids}::text[])`)
    .where(sql<SqlBool>`search_due = 1`)
    .where(mayBeDue),
)

export async function selectVersions(
  db: Db,
  calls: ById[],
): Promise<Pick<TaskRow, (typeof VERSION)[number]>[][]> {
  return rowsOf(calls, await selectAllVersions(db, { ids: calls.map(({ id }) => id) }), BY_ID)
}

const INDEXED = { id: 'text', pieces: 'bigint' } as const satisfies Types

const updateAll = unanswered((db, by: Columns<typeof INDEXED>, whole) => ({
  compile: () =>
    sql`update tasks set search_pieces = given.pieces${sql.raw(whole && ', search_due = 0')}
      from ${given(INDEXED, by)}
      where tasks.id = any(${by.id}::text[]) and tasks.id = given.id`.compile(db),
}))

export async function setIndexedOfMany(
  tx: Tx,
  calls: Record<keyof typeof INDEXED, unknown>[],
  whole: string,
): Promise<never[][]> {
  await updateAll(tx, inColumns(INDEXED, calls), whole)
  return calls.map(() => [])
}

import { type SqlBool, sql } from 'kysely'
import { prepared } from './prepared.ts'
import type { Db, Tx } from './schema.ts'
import { Due, mayBeDue, number, type Range, SEARCHED, type SearchedTask } from './search.ts'

/*
 * The index of the search, which is SQLite's. It only says where something may be found: each task has
 * a number, and its text is divided into documents `number * PIECES + 0, 1, …`.
 */

/** Documents that a task has at most. */
const PIECES = 4096

/** Pages of 4 KiB that are merged at a time: about 4 ms. To index 64 KiB makes 60 of them in the long run. */
const MERGED = 64

const selectDocuments = prepared((db, by: Range & { match: string }) =>
  db
    .withTables<{ task_search: { rowid: number } }>()
    .selectFrom('task_search')
    .select('rowid')
    .where(sql<SqlBool>`task_search match ${by.match}`)
    .where('rowid', '>=', by.low)
    .where('rowid', '<', by.high),
)

/** The tasks that have a document with all these three letters. Only where there is an index. */
export async function tasksWith(
  db: Db,
  trigrams: string[],
  { low, high }: Range,
): Promise<Set<number>> {
  const match = trigrams.map((each) => `"${each.replaceAll('"', '""')}"`).join(' AND ')
  const rows = await selectDocuments(db, { match, low: low * PIECES, high: high * PIECES })
  return new Set(rows.map(({ rowid }) => Math.floor(rowid / PIECES)))
}

const selectDue = prepared((db, by: { limit: number }) =>
  db
    .selectFrom('tasks')
    .select(SEARCHED)
    .select([number.as('number'), sql<number>`search_pieces`.as('pieces')])
    .where(sql<SqlBool>`search_due = 1`)
    .where(mayBeDue)
    .orderBy(number, 'desc')
    .limit(by.limit),
)

export type DueTask = SearchedTask & { pieces: number }

/** Tasks that are to be indexed, the newest first. */
export async function listDue(db: Db, limit: number): Promise<DueTask[]> {
  return await selectDue(db, { limit })
}

const insertDocument = prepared((db, by: { rowid: number; text: string }) =>
  db
    .withTables<{ task_search: { rowid: number; text: string } }>()
    .insertInto('task_search')
    .values({ rowid: by.rowid, text: by.text }),
)

const deleteDocument = prepared((db, by: { rowid: number }) =>
  db
    .withTables<{ task_search: { rowid: number } }>()
    .deleteFrom('task_search')
    .where('rowid', '=', by.rowid),
)

/** Adds the document `piece` of a task. */
export async function addDocument(
  tx: Tx,
  task: number,
  piece: number,
  text: string,
): Promise<void> {
  await insertDocument(tx, { rowid: task * PIECES + piece, text })
}

const mergeSome = prepared((db, _: object) =>
  db
    .withTables<{ task_search: { task_search: string; rank: number } }>()
    .insertInto('task_search')
    .values({ task_search: sql.lit('merge'), rank: sql.lit(MERGED) }),
)

const selectChanges = prepared((db, _: object) =>
  db.selectNoFrom(sql<number>`total_changes()`.as('changes')),
)

/** Each document that is added makes the index one part more. Merges some of the parts; false: they are few. */
export async function mergeParts(tx: Tx): Promise<boolean> {
  const [before] = await selectChanges(tx, {})
  await mergeSome(tx, {})
  const [after] = await selectChanges(tx, {})
  // One is the command itself.
  return after!.changes - before!.changes > 1
}

const selectPieces = prepared((db, by: { id: string }) =>
  db
    .selectFrom('tasks')
    .select([
      sql<number | null>`search_number`.as('number'),
      sql<number>`search_pieces`.as('pieces'),
    ])
    .where('id', '=', by.id),
)

/** Removes all that the index has of a task. */
export async function deleteDocuments(tx: Tx, taskId: string): Promise<void> {
  const [task] = await selectPieces(tx, { id: taskId })
  if (!task || task.number === null) return
  for (let piece = 0; piece < task.pieces; piece++) {
    await deleteDocument(tx, { rowid: task.number * PIECES + piece })
  }
}

const updateIndexed = prepared((db, by: { id: string; pieces: number }, whole) =>
  db
    .updateTable('tasks')
    .set({ search_pieces: by.pieces, ...(whole && { search_due: Due.NONE }) })
    .where('id', '=', by.id),
)

/** Notes how many documents a task has, and, with the last one, that it is up to date. */
export async function setIndexed(tx: Tx, id: string, pieces: number, whole: boolean) {
  await updateIndexed(tx, { id, pieces }, whole ? 'whole' : '')
}

const selectVersion = prepared((db, by: { id: string }) =>
  db
    .selectFrom('tasks')
    .select(['status', 'run_id', 'result', 'error_message', 'feedback'])
    .where('id', '=', by.id)
    .where(sql<SqlBool>`search_due = 1`)
    .where(mayBeDue),
)

/** Whether a task is still as it was read, and waits to be indexed. */
export async function isUnchanged(tx: Tx, task: DueTask): Promise<boolean> {
  const [now] = await selectVersion(tx, { id: task.id })
  return (
    now !== undefined &&
    Object.entries(now).every(([key, value]) => task[key as keyof DueTask] === value)
  )
}

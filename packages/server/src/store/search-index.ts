import { type SqlBool, sql } from 'kysely'
import { engineOf } from './engine.ts'
import { fts5 } from './fts5.ts'
import { hold } from './locks.ts'
import { gin } from './postgres/gin.ts'
import { selectPiecesOfMany, selectVersions, setIndexedOfMany } from './postgres/many-indexed.ts'
import { prepared } from './prepared.ts'
import type { Db, Tx } from './schema.ts'
import {
  Due,
  mayBeDue,
  number,
  type Range,
  SEARCHED,
  type SearchedTask,
  VERSION,
} from './search.ts'
import type { Store } from './store.ts'
import { together } from './together.ts'

/*
 * The index of the search. It only says where something may be found. A task's text is in the index under the
 * task's number, in one or more documents.
 */

const INDEXES = { sqlite: fts5, postgres: gin }
const indexOf = (db: Db) => INDEXES[engineOf(db)]

/** The tasks of a range that have a document with all these three letters. */
export async function tasksWith(db: Db, trigrams: string[], range: Range): Promise<Set<number>> {
  const tasks = await indexOf(db).tasksWith(db, trigrams, range)
  return new Set(tasks)
}

const selectDue = prepared((db, by: { limit: number }) =>
  db
    .selectFrom('tasks')
    .select(SEARCHED)
    .select([
      number.as('number'),
      sql<number>`search_pieces`.as('pieces'),
      sql<number | null>`(select seq from runs where runs.id = tasks.run_id)`.as('printed'),
    ])
    .where(sql<SqlBool>`search_due = 1`)
    .where(mayBeDue)
    .orderBy(number, 'desc')
    .limit(by.limit),
)

/** `printed`: the chunks that its run has printed; null: it has no run. */
export type DueTask = SearchedTask & { pieces: number; printed: number | null }

/** Tasks that are to be indexed, the newest first. */
export async function listDue(db: Db, limit: number): Promise<DueTask[]> {
  return await selectDue(db, { limit })
}

/** Adds the document `piece` of a task. */
export async function addDocument(
  tx: Tx,
  task: number,
  piece: number,
  text: string,
): Promise<void> {
  await indexOf(tx).add(tx, task, piece, text)
}

/** After so many steps of indexing some of what was added is to be merged. */
export const stepsOfMerge = (db: Db): number => indexOf(db).stepsOfMerge

/** Merges some of what was added; false: there is nothing left. */
export async function mergeParts(store: Pick<Store, 'db' | 'write'>): Promise<boolean> {
  return await indexOf(store.db).merge(store)
}

const selectPieces = together(
  prepared((db, by: { id: string }) =>
    db
      .selectFrom('tasks')
      .select([
        sql<number | null>`search_number`.as('number'),
        sql<number>`search_pieces`.as('pieces'),
      ])
      .where('id', '=', by.id),
  ),
  selectPiecesOfMany,
)

/** Removes all that the index has of a task. */
export async function deleteDocuments(tx: Tx, taskId: string): Promise<void> {
  const [task] = await selectPieces(tx, { id: taskId })
  if (!task || task.number === null) return
  for (let piece = 0; piece < task.pieces; piece++) {
    await indexOf(tx).remove(tx, task.number, piece)
  }
}

const updateIndexed = together(
  prepared((db, by: { id: string; pieces: number }, whole) =>
    db
      .updateTable('tasks')
      .set({ search_pieces: by.pieces, ...(whole && { search_due: Due.NONE }) })
      .where('id', '=', by.id),
  ),
  setIndexedOfMany,
)

/** Notes how many documents a task has, and, with the last one, that it is up to date. */
export async function setIndexed(tx: Tx, id: string, pieces: number, whole: boolean) {
  await updateIndexed(tx, { id, pieces }, whole ? 'whole' : '')
}

const selectVersion = together(
  prepared((db, by: { id: string }) =>
    db
      .selectFrom('tasks')
      .select(VERSION)
      .where('id', '=', by.id)
      .where(sql<SqlBool>`search_due = 1`)
      .where(mayBeDue),
  ),
  selectVersions,
)

/**
 * Whether a task is still as it was read, and waits to be indexed. If so nobody changes or indexes it before
 * the commit: the lease alone doesn't keep out a server that was slow to notice that it has lost it.
 */
export async function holdUnchanged(tx: Tx, task: DueTask): Promise<boolean> {
  await hold(tx, 'task', task.id)
  const [now] = await selectVersion(tx, { id: task.id })
  return now !== undefined && VERSION.every((key) => task[key] === now[key])
}

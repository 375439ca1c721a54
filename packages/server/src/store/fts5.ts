import { type SqlBool, sql } from 'kysely'
import type { DocumentIndex } from './document-index.ts'
import { prepared } from './prepared.ts'
import type { Range } from './search.ts'

/** Documents that a task has at most: theirs are the numbers `task * PIECES + 0, 1, …`. */
const PIECES = 4096

/** Pages of 4 KiB that are merged at a time: about 4 ms. To index 64 KiB makes 60 of them in the long run. */
const MERGED = 64

/** Node binds each number as a real one, and FTS5 leaves such a bound alone: it would read all documents. */
const whole = (value: number) => sql<number>`cast(${value} as integer)`

const selectDocuments = prepared((db, by: Range & { match: string }) =>
  db
    .withTables<{ task_search: { rowid: number } }>()
    .selectFrom('task_search')
    .select('rowid')
    .where(sql<SqlBool>`task_search match ${by.match}`)
    .where('rowid', '>=', whole(by.low))
    .where('rowid', '<', whole(by.high)),
)

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

const mergeSome = prepared((db, _: object) =>
  db
    .withTables<{ task_search: { task_search: string; rank: number } }>()
    .insertInto('task_search')
    .values({ task_search: sql.lit('merge'), rank: sql.lit(MERGED) }),
)

const selectChanges = prepared((db, _: object) =>
  db.selectNoFrom(sql<number>`total_changes()`.as('changes')),
)

/** SQLite's index of the search. */
export const fts5: DocumentIndex = {
  async tasksWith(db, trigrams, { low, high }) {
    const match = trigrams.map((each) => `"${each.replaceAll('"', '""')}"`).join(' AND ')
    const rows = await selectDocuments(db, { match, low: low * PIECES, high: high * PIECES })
    return rows.map(({ rowid }) => Math.floor(rowid / PIECES))
  },

  async add(tx, task, piece, text) {
    await insertDocument(tx, { rowid: task * PIECES + piece, text })
  },

  async remove(tx, task, piece) {
    await deleteDocument(tx, { rowid: task * PIECES + piece })
  },

  stepsOfMerge: 1,

  /** Each document that is added makes the index one part more. */
  async merge(store) {
    return await store.write(async (tx) => {
      const [before] = await selectChanges(tx, {})
      await mergeSome(tx, {})
      const [after] = await selectChanges(tx, {})
      // One is the command itself.
      return after!.changes - before!.changes > 1
    })
  },
}

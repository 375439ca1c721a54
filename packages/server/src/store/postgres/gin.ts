import { sql } from 'kysely'
import type { DocumentIndex } from '../document-index.ts'
import { unanswered } from '../prepared.ts'
import { together } from '../together.ts'
import { type Columns, given, inColumns, type Types } from './given.ts'
import { blockOf, hashesOf, keysIn } from './trigram-keys.ts'

type Table = {
  task_search: { number: number; piece: number; keys: string }
}

const DOCUMENT = { number: 'bigint', piece: 'bigint', keys: 'text' } as const satisfies Types

const insertAll = unanswered((db, by: Columns<typeof DOCUMENT>) => ({
  compile: () =>
    sql`insert into task_search (number, piece, keys)
      select number, piece, keys::int4[] from ${given(DOCUMENT, by)}`.compile(db),
}))

const insertDocument = together(
  unanswered((db, by: Table['task_search']) =>
    db
      .withTables<Table>()
      .insertInto('task_search')
      .values({ number: by.number, piece: by.piece, keys: sql`${by.keys}::int4[]` }),
  ),
  async (tx, documents) => {
    await insertAll(tx, inColumns(DOCUMENT, documents))
    return documents
  },
)

const deleteDocument = unanswered((db, by: { number: number; piece: number }) =>
  db
    .withTables<Table>()
    .deleteFrom('task_search')
    .where('number', '=', by.number)
    .where('piece', '=', by.piece),
)

/** PostgreSQL's index of the search. */
export const gin: DocumentIndex = {
  /** Block by block: each has keys of its own. */
  async tasksWith(db, trigrams, { low, high }) {
    const hashes = trigrams.flatMap((each) => [...hashesOf(each)])
    const wanted = []
    for (let block = blockOf(low); block <= blockOf(high - 1); block++) {
      wanted.push(keysIn(block, hashes))
    }
    // The planner thinks that rows without their arrays, which lie apart, are soon read one by one.
    await sql`set local enable_seqscan = off`.execute(db)
    const { rows } = await sql<{ number: number }>`
      select task_search.number
      from unnest(${wanted.map(arrayOf)}::text[]) as wanted (keys)
      join task_search on task_search.keys @> wanted.keys::int4[]`.execute(db)
    return rows.map(({ number }) => number).filter((task) => task >= low && task < high)
  },

  async add(tx, number, piece, text) {
    const keys = arrayOf(keysIn(blockOf(number), hashesOf(text)))
    await insertDocument(tx, { number, piece, keys })
  },

  async remove(tx, number, piece) {
    await deleteDocument(tx, { number, piece })
  },

  // A key that several documents have is then merged once, in half the time. Each search reads what waits.
  stepsOfMerge: 8,

  /** What was added lies in a list. It is put where it belongs on a connection that nobody waits for. */
  async merge({ db }) {
    await sql`select gin_clean_pending_list('task_search_by_keys')`.execute(db)
    return false
  },
}

const arrayOf = (keys: number[]) => `{${keys.join(',')}}`

import type { SearchQuery } from '@mission-control/protocol'
import { type SqlBool, sql } from 'kysely'
import { isSqlite } from './engine.ts'
import { oneOf, unindexed } from './hints.ts'
import { prepared } from './prepared.ts'
import type { Db, OutputRow, TaskRow, Tx } from './schema.ts'

/*
 * All that the search asks of the database. The index only says where something may be found: each
 * task has a number, and its text is divided into documents `number * PIECES + 0, 1, …`.
 */

/** Documents that a task has at most. */
const PIECES = 4096

/** Pages of 4 KiB that are merged at a time: about 4 ms. To index 64 KiB makes 60 of them in the long run. */
const MERGED = 64

/** Stages of a task's way into the index. */
export const Due = {
  /** It is up to date. */
  NONE: 0,
  /** Something of the task has changed. */
  NOW: 1,
  /** It runs: what it prints changes all the time. */
  LATER: 2,
} as const

/** More output of one run isn't searched, in bytes: half at its beginning, half at its end. */
export const SEARCHED_OUTPUT = 2 ** 20

/** Numbers of tasks from `low` on, below `high`. */
export interface Range {
  low: number
  high: number
}

export type SearchedTask = Pick<
  TaskRow,
  | 'id'
  | 'type'
  | 'status'
  | 'desktop_id'
  | 'created_at'
  | 'completed_at'
  | 'exit_code'
  | 'content'
  | 'result'
  | 'error_message'
  | 'feedback'
  | 'run_id'
> & { number: number }

const SEARCHED = [
  'id',
  'type',
  'status',
  'desktop_id',
  'created_at',
  'completed_at',
  'exit_code',
  'content',
  'result',
  'error_message',
  'feedback',
  'run_id',
] as const satisfies (keyof TaskRow)[]

const number = sql<number>`search_number`
/** In the words by which SQLite knows the index. */
const mayBeDue = sql<SqlBool>`search_due > 0 and search_number is not null`
const isFound = sql<SqlBool>`chat = 0`

const selectNewest = prepared((db, _: object) =>
  db.selectFrom('tasks').select(sql<number | null>`max(search_number)`.as('number')),
)

/** The highest number that a task has; 0: there is none. */
export async function newestNumber(db: Db): Promise<number> {
  const [newest] = await selectNewest(db, {})
  return newest?.number ?? 0
}

const selectOpen = prepared((db, { low, high }: Range, due) =>
  db
    .selectFrom('tasks')
    .select(number.as('number'))
    .where(sql<SqlBool>`search_due = ${sql.lit(Number(due))}`)
    .where(mayBeDue)
    .where(number, '>=', low)
    .where(number, '<', high),
)

/** The tasks of which the index doesn't know everything. */
export async function notIndexed(db: Db, range: Range): Promise<number[]> {
  const rows = [
    ...(await selectOpen(db, range, String(Due.NOW))),
    ...(await selectOpen(db, range, String(Due.LATER))),
  ]
  return rows.map((row) => row.number)
}

const selectDocuments = prepared((db, by: Range & { match: string }) =>
  db
    .withTables<{ task_search: { rowid: number } }>()
    .selectFrom('task_search')
    .select('rowid')
    .where(sql<SqlBool>`task_search match ${by.match}`)
    .where('rowid', '>=', by.low)
    .where('rowid', '<', by.high),
)

/** The tasks that have a document with all these three letters. PostgreSQL has no index yet: all of its tasks are looked at. */
export async function tasksWith(
  db: Db,
  trigrams: string[],
  { low, high }: Range,
): Promise<Set<number>> {
  if (!isSqlite(db)) return new Set()
  const match = trigrams.map((each) => `"${each.replaceAll('"', '""')}"`).join(' AND ')
  const rows = await selectDocuments(db, { match, low: low * PIECES, high: high * PIECES })
  return new Set(rows.map(({ rowid }) => Math.floor(rowid / PIECES)))
}

/** The tasks of some desktops. */
export async function tasksOn(db: Db, desktopIds: string[], range: Range): Promise<number[]> {
  const rows = await db
    .selectFrom('tasks')
    .select(number.as('number'))
    .where(number, '>=', range.low)
    .where(number, '<', range.high)
    .where(oneOf(unindexed('desktop_id'), desktopIds))
    .execute()
  return rows.map((row) => row.number)
}

/** What of a query is decided by columns. `desktopIds`: undefined: any. */
export type SearchFilter = Pick<SearchQuery, 'status' | 'type' | 'exit' | 'after' | 'before'> & {
  desktopIds: string[] | undefined
}

/**
 * The tasks of a workspace that pass the filter, newest first: those within the range, or those of
 * `numbers`.
 */
export async function listSearched(
  db: Db,
  workspaceId: string,
  filter: SearchFilter,
  where: Range | { numbers: number[] },
  limit: number,
): Promise<SearchedTask[]> {
  let query = db
    .selectFrom('tasks')
    .select(SEARCHED)
    .select(number.as('number'))
    .where(isFound)
    .where(unindexed('workspace_id'), '=', workspaceId)
    .orderBy(number, 'desc')
    .limit(limit)
  query =
    'numbers' in where
      ? query.where(oneOf(number, where.numbers))
      : query.where(number, '>=', where.low).where(number, '<', where.high)
  const choices = { status: filter.status, type: filter.type, exit_code: filter.exit }
  for (const [column, { some, none }] of Object.entries(choices)) {
    if (some.length > 0) query = query.where(oneOf(unindexed(column), some))
    // An exit code that there isn't is none of these.
    if (none.length > 0)
      query = query.where(sql<SqlBool>`${oneOf(unindexed(column), none)} is not true`)
  }
  if (filter.desktopIds) query = query.where(oneOf(unindexed('desktop_id'), filter.desktopIds))
  if (filter.after !== null)
    query = query.where(unindexed<number>('created_at'), '>=', filter.after)
  if (filter.before !== null)
    query = query.where(unindexed<number>('created_at'), '<', filter.before)
  return await query.execute()
}

export interface NamedDesktop {
  id: string
  name: string
  labels: string[]
}

/** Also those that were removed: their tasks are still there. */
export async function listNames(db: Db, workspaceId: string): Promise<NamedDesktop[]> {
  const rows = await db
    .selectFrom('desktops')
    .select(['id', 'name', 'labels'])
    .where('workspace_id', '=', workspaceId)
    .execute()
  return rows.map(({ labels, ...row }) => ({ ...row, labels: JSON.parse(labels) as string[] }))
}

const selectSize = prepared((db, by: { runId: string }) =>
  db
    .selectFrom('runs')
    .select([
      'seq',
      sql<number>`stdout_bytes + stderr_bytes + system_bytes + agent_bytes`.as('bytes'),
    ])
    .where('id', '=', by.runId),
)

/** Chunks that are looked at, at the beginning and at the end. */
const CHUNKS = 4096
/** Chunks that are read at a time. */
const PAGE = 16

export interface SearchedOutput {
  head: OutputRow[]
  /** Empty, unless something lies between. */
  tail: OutputRow[]
}

/** Of a run's output what is searched. */
export async function searchedOutput(db: Db, runId: string): Promise<SearchedOutput> {
  const [size] = await selectSize(db, { runId })
  if (!size || size.seq === 0) return { head: [], tail: [] }
  const whole = size.bytes <= SEARCHED_OUTPUT && size.seq <= 2 * CHUNKS
  if (whole) return { head: await readChunks(db, runId, 'asc', SEARCHED_OUTPUT), tail: [] }
  const head = await readChunks(db, runId, 'asc', SEARCHED_OUTPUT / 2)
  const last = head.at(-1)?.seq ?? 0
  const tail = await readChunks(db, runId, 'desc', SEARCHED_OUTPUT / 2)
  return { head, tail: tail.filter(({ seq }) => seq > last).reverse() }
}

const selectChunks = prepared((db, by: { runId: string; seq: number }, way) =>
  db
    .selectFrom('output')
    .selectAll()
    .where('run_id', '=', by.runId)
    .where('seq', way === 'asc' ? '>' : '<', by.seq)
    .orderBy('seq', way === 'asc' ? 'asc' : 'desc')
    .limit(sql.lit(PAGE)),
)

async function readChunks(db: Db, runId: string, way: 'asc' | 'desc', most: number) {
  const chunks: OutputRow[] = []
  let bytes = 0
  let seq = way === 'asc' ? 0 : Number.MAX_SAFE_INTEGER
  while (chunks.length < 2 * CHUNKS) {
    const page = await selectChunks(db, { runId, seq }, way)
    for (const chunk of page) {
      bytes += chunk.data.length
      if (bytes > most) return chunks
      chunks.push(chunk)
    }
    if (page.length < PAGE) break
    seq = page.at(-1)!.seq
  }
  return chunks
}

const MOST_COUNTED = 10_000

/** How many tasks wait to be indexed, 10,000 at most; those that run don't count. */
export async function countNotIndexed(db: Db): Promise<number> {
  const row = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('tasks')
        .select(number.as('number'))
        .where(sql<SqlBool>`search_due = 1`)
        .where(mayBeDue)
        .limit(sql.lit(MOST_COUNTED))
        .as('waiting'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** How many tasks have more output than is searched, 1,000 at most. */
export async function countLongOutputs(db: Db, workspaceId: string): Promise<number> {
  const row = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('runs')
        .select('id')
        .where(sql<SqlBool>`stdout_bytes + stderr_bytes + system_bytes + agent_bytes > 1048576`)
        .where((of) =>
          of.exists(
            of
              .selectFrom('tasks')
              .select('tasks.id')
              .whereRef('tasks.id', '=', 'runs.task_id')
              .where('workspace_id', '=', workspaceId)
              .where(isFound)
              .where('output_removed_at', 'is', null),
          ),
        )
        .limit(sql.lit(1000))
        .as('long'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
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

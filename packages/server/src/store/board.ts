import { BATCH_MAX, type TaskStatus } from '@mission-control/protocol'
import { sql } from 'kysely'
import { amongThose, inJson, unindexed } from './hints.ts'
import { inWords } from './in-words.ts'
import { prepared, variantOf } from './prepared.ts'
import type { Db, OutputRow, TaskRow } from './schema.ts'
import { asks, quorum } from './seen.ts'
import { shownInLists } from './tasks.ts'

/** A task without what may be long. */
export type BoardRow = Omit<
  TaskRow,
  | 'workspace_id'
  | 'content'
  | 'result'
  | 'timeout_seconds'
  | 'grace_seconds'
  | 'output_removed_at'
  | 'first_try'
  | 'user_id'
  | 'from_task'
  | 'owners'
  | 'chat'
> & {
  quorum: number | null
  /** The beginning of the content, from which the summary is made. */
  opening: string
  /** Bytes of the content. */
  content_length: number
  connected: number
  asks: number
  queued_at: number | null
}

/** The end of a chunk of a run's output; `size`: bytes of the whole chunk. */
export type Ending = Pick<OutputRow, 'run_id' | 'seq' | 'stream' | 'data'> & { size: number }

/** Which tasks of a column: the newest `limit`, or those before an id. */
export interface BoardColumn {
  workspaceId: string
  status: TaskStatus
  /** Only tasks older than this id. */
  before?: string | undefined
  /** Only tasks of these desktops. */
  among?: readonly string[] | undefined
  limit: number
}

/** The tasks of a batch, in the order in which they were created. */
export interface BoardBatch {
  workspaceId: string
  batchId: string
}

/** What `trimStart` takes away: a summary is made of what follows. */
const BLANKS =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'
/** More than a summary has. */
const OPENING = 201
/** How far back to look for the last line: in how many chunks, and how many bytes of each. */
const CHUNKS = 4
const ENDING = 2048

type Cards = Omit<BoardColumn, 'among'> &
  BoardBatch & {
    /** JSON. */
    among?: string | undefined
  }

const cardsOf = (db: Db, by: Cards, variant: string) => {
  const query = db.selectFrom('tasks').where(shownInLists)
  if (variant === 'batchId') {
    return query
      .where('tasks.batch_id', '=', by.batchId)
      .where(unindexed('tasks.workspace_id'), '=', by.workspaceId)
      .orderBy('tasks.id')
      .limit(sql.lit(BATCH_MAX))
  }
  let column = query
    .where('tasks.workspace_id', '=', by.workspaceId)
    .where('tasks.status', '=', by.status)
    .orderBy('tasks.id', 'desc')
    .limit(by.limit)
  if (variant.includes('before')) column = column.where('tasks.id', '<', by.before!)
  if (variant.includes('among')) {
    column = column.where(amongThose(unindexed('tasks.desktop_id'), by.among!))
  }
  return column
}

/** What the cards are chosen by, and the variant of the query. */
function choiceOf(cards: BoardColumn | BoardBatch): [by: Cards, variant: string] {
  const by = { ...cards, among: 'among' in cards ? inJson(cards.among) : undefined } as Cards
  const { before, batchId, among } = by
  return [by, variantOf({ before, batchId, among })]
}

const selectCards = prepared((db, by: Cards, variant) =>
  cardsOf(db, by, variant)
    .innerJoin('desktops', 'desktops.id', 'tasks.desktop_id')
    .leftJoin('runs', 'runs.id', 'tasks.run_id')
    .select([
      'tasks.id',
      'tasks.desktop_id',
      'tasks.type',
      'tasks.status',
      'tasks.requires_approval',
      'tasks.created_at',
      'tasks.started_at',
      'tasks.completed_at',
      'tasks.cancel_requested_at',
      'tasks.run_id',
      'tasks.process_started_at',
      'tasks.process_ended_at',
      'tasks.review_started_at',
      'tasks.exit_code',
      'tasks.error_code',
      'tasks.error_message',
      'tasks.usage',
      'tasks.feedback',
      'tasks.attempt',
      'tasks.rerun_of',
      'tasks.batch_id',
      'tasks.created_by',
      'tasks.started_by',
      'tasks.approvals_asked',
      'tasks.approvals_needed',
      'tasks.votes',
      quorum,
      'desktops.connected',
      'runs.queued_at',
      sql<number>`case when tasks.status = 'running' and ${asks} then 1 else 0 end`.as('asks'),
      sql<string>`substr(ltrim(tasks.content, ${BLANKS}), 1, ${OPENING})`.as('opening'),
      // Without reading the content itself.
      sql<number>`octet_length(tasks.content)`.as('content_length'),
    ]),
)

/** Lists the cards of a column (newest first) or of a batch. */
export async function listBoardTasks(db: Db, cards: BoardColumn | BoardBatch): Promise<BoardRow[]> {
  return await selectCards(db, ...choiceOf(cards))
}

/** PostgreSQL doesn't count from the end. */
const ending = inWords({
  sqlite: sql<Uint8Array>`substr(output.data, ${sql.lit(-ENDING)})`,
  postgres: sql<Uint8Array>`substr(output.data, greatest(1, length(output.data) - ${sql.lit(ENDING - 1)}))`,
})

const END = [
  'output.run_id',
  'output.seq',
  'output.stream',
  ending.as('data'),
  sql<number>`length(output.data)`.as('size'),
] as const

/** The last stored chunk. The run's own counter can't say: beyond the limit of output it goes on counting. */
const lastKept = (runId: string) =>
  sql<number>`(select max(kept.seq) from output as kept where kept.run_id = ${sql.ref(runId)})`

const selectEndings = prepared((db, by: Cards, variant) =>
  db
    .selectFrom(cardsOf(db, by, variant).select('tasks.run_id').as('shown'))
    .innerJoin('runs', 'runs.id', 'shown.run_id')
    .innerJoin('output', (join) =>
      join
        .onRef('output.run_id', '=', 'runs.id')
        .on('output.seq', '>', sql<number>`${lastKept('runs.id')} - ${sql.lit(CHUNKS)}`),
    )
    .select(END)
    .orderBy('output.run_id')
    .orderBy('output.seq'),
)

/** The last pieces of output of their current runs, in order, run by run. */
export async function listEndings(db: Db, cards: BoardColumn | BoardBatch): Promise<Ending[]> {
  return await selectEndings(db, ...choiceOf(cards))
}

const selectEnding = prepared((db, by: { runId: string }) =>
  db
    .selectFrom('output')
    .select(END)
    .where('run_id', '=', by.runId)
    .where('seq', '>', sql<number>`${lastKept('output.run_id')} - ${sql.lit(CHUNKS)}`)
    .orderBy('seq'),
)

/** The last pieces of output of one run, in order. */
export async function listEnding(db: Db, runId: string): Promise<Ending[]> {
  return await selectEnding(db, { runId })
}

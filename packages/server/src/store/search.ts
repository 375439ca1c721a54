import type { SearchQuery } from '@mission-control/protocol'
import { type SqlBool, sql } from 'kysely'
import { oneOf, unindexed } from './hints.ts'
import { prepared } from './prepared.ts'
import type { Db, TaskRow } from './schema.ts'

/** Stages of a task's way into the index. */
export const Due = {
  /** It is up to date. */
  NONE: 0,
  /** Something of the task has changed. */
  NOW: 1,
  /** It runs: what it prints changes all the time. */
  LATER: 2,
} as const

/** Numbers of tasks from `low` on, below `high`. */
export interface Range {
  low: number
  high: number
}

interface Of {
  workspaceId: string
}

/** What is read of a task that is searched. */
export const SEARCHED = [
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

/** What of it can change, so that it has to be indexed again. */
export const VERSION = [
  'status',
  'run_id',
  'result',
  'error_message',
  'feedback',
] as const satisfies (typeof SEARCHED)[number][]

export type SearchedTask = Pick<TaskRow, (typeof SEARCHED)[number]> & { number: number }

export const number = sql<number>`search_number`
/** Written exactly as in the partial index of what is due, or SQLite wouldn't use it. */
export const mayBeDue = sql<SqlBool>`search_due > 0 and search_number is not null`
const isFound = sql<SqlBool>`chat = 0`

const selectNewest = prepared((db, _: object) =>
  db.selectFrom('tasks').select(sql<number | null>`max(search_number)`.as('number')),
)

/** The highest number that a task has; 0: there is none. */
export async function newestNumber(db: Db): Promise<number> {
  const [newest] = await selectNewest(db, {})
  return newest?.number ?? 0
}

const selectOpen = prepared((db, { workspaceId, low, high }: Range & Of, due) =>
  db
    .selectFrom('tasks')
    .select(number.as('number'))
    .where('workspace_id', '=', workspaceId)
    .where(sql<SqlBool>`search_due = ${sql.lit(Number(due))}`)
    .where(mayBeDue)
    .where(number, '>=', low)
    .where(number, '<', high),
)

/** The tasks of a workspace of which the index doesn't know everything. */
export async function notIndexed(db: Db, workspaceId: string, range: Range): Promise<number[]> {
  const of = { workspaceId, ...range }
  const rows = [
    ...(await selectOpen(db, of, String(Due.NOW))),
    ...(await selectOpen(db, of, String(Due.LATER))),
  ]
  return rows.map((row) => row.number)
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

/** The parts of a query that columns decide. `desktopIds` undefined: any desktop. */
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
    // A task without an exit code passes, because it has none of these.
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

/** The names of all desktops, or of those `among`, also removed ones: their tasks are still there. */
export async function listNames(
  db: Db,
  workspaceId: string,
  among?: readonly string[],
): Promise<NamedDesktop[]> {
  const rows = await db
    .selectFrom('desktops')
    .select(['id', 'name', 'labels'])
    .where('workspace_id', '=', workspaceId)
    .$if(among !== undefined, (some) => some.where(oneOf(unindexed('id'), among!)))
    .execute()
  return rows.map(({ labels, ...row }) => ({ ...row, labels: JSON.parse(labels) as string[] }))
}

const MOST_COUNTED = 10_000

/**
 * How many tasks of a workspace wait to be indexed, 10,000 at most; those that run don't count. `among`: on
 * these desktops.
 */
export async function countNotIndexed(
  db: Db,
  workspaceId: string,
  among?: readonly string[],
): Promise<number> {
  const row = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('tasks')
        .select(number.as('number'))
        .where('workspace_id', '=', workspaceId)
        .where(sql<SqlBool>`search_due = 1`)
        .where(mayBeDue)
        .$if(among !== undefined, (some) => some.where(oneOf(unindexed('desktop_id'), among!)))
        .limit(sql.lit(MOST_COUNTED))
        .as('waiting'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

/** How many tasks have more output than is searched, 1,000 at most. `among`: on these desktops. */
export async function countLongOutputs(
  db: Db,
  workspaceId: string,
  among?: readonly string[],
): Promise<number> {
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
              .where('output_removed_at', 'is', null)
              .$if(among !== undefined, (some) =>
                some.where(oneOf(unindexed('tasks.desktop_id'), among!)),
              ),
          ),
        )
        .limit(sql.lit(1000))
        .as('long'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

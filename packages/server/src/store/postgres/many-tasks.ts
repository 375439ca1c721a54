import { type SqlBool, sql } from 'kysely'
import { prepared, unanswered } from '../prepared.ts'
import type { Db, TaskChanges, TaskRow, Tx } from '../schema.ts'
import { SEEN } from '../seen.ts'
import type { TaskView } from '../tables/tasks.ts'
import {
  BY_ID,
  BY_WORKSPACE_AND_ID,
  type Columns,
  given,
  inColumns,
  rowsOf,
  type Types,
} from './given.ts'
import { SEARCH_NUMBERS } from './search-numbers.ts'

const NEW = {
  id: 'text',
  workspace_id: 'text',
  desktop_id: 'text',
  type: 'text',
  content: 'text',
  status: 'text',
  requires_approval: 'bigint',
  timeout_seconds: 'bigint',
  grace_seconds: 'bigint',
  created_at: 'bigint',
  rerun_of: 'text',
  first_try: 'text',
  attempt: 'bigint',
  batch_id: 'text',
  user_id: 'text',
  from_task: 'text',
  created_by: 'text',
  approvals_asked: 'bigint',
  owners: 'text',
  chat: 'bigint',
} as const satisfies Types & Partial<Record<keyof TaskRow, string>>

const columnsOfNew = sql.join(Object.keys(NEW).map((name) => sql.ref(name)))

const insertAll = unanswered((db, by: Columns<typeof NEW>) => ({
  compile: () =>
    sql`insert into tasks (${columnsOfNew}, search_number, search_due)
      select ${columnsOfNew}, case when chat = 0 then nextval(${sql.lit(SEARCH_NUMBERS)}) end, 1
      from ${given(NEW, by)}`.compile(db),
}))

/** Adds tasks, which get their numbers for the search in the given order. */
export async function insertTasksAtOnce(tx: Tx, tasks: TaskRow[]): Promise<void> {
  await insertAll(tx, inColumns(NEW, tasks))
}

const selectAll = prepared((db, by: { ids: string[] }) =>
  db
    .selectFrom('tasks')
    .selectAll()
    .select(SEEN)
    .where(sql<SqlBool>`id = any(${by.ids}::text[])`)
    .where('chat', '!=', sql.lit(2)),
)

/** The same as one by one, of any workspaces. */
export async function selectTasks(
  db: Db,
  calls: { workspaceId: string; id: string }[],
): Promise<TaskView[][]> {
  const rows = await selectAll(db, { ids: calls.map(({ id }) => id) })
  return rowsOf(calls, rows, BY_WORKSPACE_AND_ID)
}

/** What a change of status may write. */
const CHANGED = {
  status: 'text',
  requires_approval: 'bigint',
  started_at: 'bigint',
  completed_at: 'bigint',
  cancel_requested_at: 'bigint',
  run_id: 'text',
  process_started_at: 'bigint',
  process_ended_at: 'bigint',
  review_started_at: 'bigint',
  exit_code: 'bigint',
  error_code: 'text',
  error_message: 'text',
  result: 'text',
  usage: 'text',
  feedback: 'text',
  user_id: 'text',
  started_by: 'text',
  approvals_needed: 'bigint',
  votes: 'text',
  owners: 'text',
  search_due: 'bigint',
} as const satisfies Types & { [C in keyof TaskChanges]: string }

const SEEN_BEFORE = {
  id: 'text',
  seenStatus: 'text',
  seenCancel: 'bigint',
  seenVotes: 'text',
} as const satisfies Types

function typesOf(columns: string): Types {
  const names = columns.split(' ') as (keyof typeof CHANGED)[]
  return { ...SEEN_BEFORE, ...Object.fromEntries(names.map((name) => [name, CHANGED[name]])) }
}

const updateAll = prepared<Record<string, unknown[]>, TaskView>((db, by, columns) => {
  const changes = columns.split(' ').map((name) => sql`${sql.ref(name)} = given.${sql.ref(name)}`)
  return {
    compile: () =>
      sql<TaskView>`update tasks set ${sql.join(changes)} from ${given(typesOf(columns), by)}
        where tasks.id = any(${by.id}::text[]) and tasks.id = given.id
        and tasks.status = given."seenStatus"
        and tasks.cancel_requested_at is not distinct from given."seenCancel"
        and tasks.votes is not distinct from given."seenVotes"
        returning tasks.*, ${sql.join([...SEEN])}`.compile(db),
  }
})

/** The compare-and-set of several tasks, each of them once. */
export async function updateTasks(
  tx: Db,
  calls: ({ id: string } & object)[],
  columns: string,
): Promise<TaskView[][]> {
  const ids = new Set(calls.map(({ id }) => id))
  if (ids.size < calls.length) throw new Error('a task would change twice by one statement')
  const rows = await updateAll(tx, inColumns(typesOf(columns), calls as never), columns)
  return rowsOf(calls, rows, BY_ID)
}

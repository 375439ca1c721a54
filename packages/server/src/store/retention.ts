import { sql } from 'kysely'
import { deleteChunks } from './output.ts'
import { prepared } from './prepared.ts'
import type { Db, Tx } from './schema.ts'
import { Due } from './search.ts'

/**
 * How much goes in one transaction: 64 chunks of output are 4 MiB at most, and take 5 ms; so do 500 events.
 * Free pages are used again, so the file keeps the largest size that it once needed.
 */
const CHUNKS = 64
const ROWS = 500

const selectWithOutput = prepared((db, by: { before: number }) =>
  db
    .selectFrom('tasks')
    .select(['id', 'run_id'])
    .where('completed_at', '<', by.before)
    .where('output_removed_at', 'is', null)
    .where('run_id', 'is not', null)
    .orderBy('completed_at')
    .limit(1),
)

/** Whether a task that ended before `before` still has its output. */
export async function anyOutputBefore(db: Db, before: number): Promise<boolean> {
  return (await selectWithOutput(db, { before })).length > 0
}

/** Removes a part of the output of the task that ended first, and, with the last part, its evidence. */
export async function deleteSomeOutput(tx: Tx, before: number, at: number): Promise<void> {
  const [task] = await selectWithOutput(tx, { before })
  if (!task?.run_id) return
  if ((await deleteChunks(tx, task.run_id, CHUNKS)) === CHUNKS) return
  await tx.deleteFrom('evidence').where('run_id', '=', task.run_id).execute()
  await tx
    .updateTable('tasks')
    .set({ output_removed_at: at, search_due: Due.NOW })
    .where('id', '=', task.id)
    .execute()
}

/** One column of a workspace's oldest event. */
const oldest = <T>(column: 'seq' | 'at') =>
  sql<T>`(select ${sql.ref(column)} from activity
    where activity.workspace_id = workspaces.id order by activity.seq limit 1)`

const selectOldestEvents = prepared((db, by: { before: number }) =>
  db
    .selectFrom('workspaces')
    .select(['id as workspace_id', oldest<number>('seq').as('seq')])
    .where(oldest<number>('at'), '<', by.before)
    .limit(1),
)

/** Whether the oldest event of a workspace is from before `before`. */
export async function anyActivityBefore(db: Db, before: number): Promise<boolean> {
  return (await selectOldestEvents(db, { before })).length > 0
}

/** Removes some events from the beginning of a log: what is left has no gap. */
export async function deleteSomeActivity(tx: Tx, before: number): Promise<void> {
  const [oldest] = await selectOldestEvents(tx, { before })
  if (!oldest) return
  const young = await tx
    .selectFrom('activity')
    .select('seq')
    .where('workspace_id', '=', oldest.workspace_id)
    .where('seq', '<', oldest.seq + ROWS)
    .where('at', '>=', before)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  await tx
    .deleteFrom('activity')
    .where('workspace_id', '=', oldest.workspace_id)
    .where('seq', '<', young?.seq ?? oldest.seq + ROWS)
    .execute()
}

const selectOldKeys = prepared((db, by: { before: number }) =>
  db
    .selectFrom('idempotency_keys')
    .select(['user_id', 'route', 'key'])
    .where('created_at', '<', by.before)
    .orderBy('created_at')
    .limit(ROWS),
)

export async function anyKeyBefore(db: Db, before: number): Promise<boolean> {
  return (await selectOldKeys(db, { before })).length > 0
}

export async function deleteSomeKeys(tx: Tx, before: number): Promise<void> {
  for (const { user_id, route, key } of await selectOldKeys(tx, { before })) {
    await tx
      .deleteFrom('idempotency_keys')
      .where('user_id', '=', user_id)
      .where('route', '=', route)
      .where('key', '=', key)
      .execute()
  }
}

import type { TaskStatus } from '@mission-control/protocol'
import { sql } from 'kysely'
import { amongThose, inJson, unindexed } from './hints.ts'
import { prepared, variantOf } from './prepared.ts'
import type { Db, OutputRow } from './schema.ts'
import { shownInLists } from './tasks.ts'

interface By {
  workspaceId: string
  batchId: string
}

const selectOne = prepared((db, by: By & { among: string | undefined }, where) => {
  const one = db
    .selectFrom('tasks')
    .select('id')
    .where('batch_id', '=', by.batchId)
    .where(unindexed('workspace_id'), '=', by.workspaceId)
    .where(shownInLists)
    .limit(1)
  if (where === '') return one
  const isAmong = amongThose(unindexed('desktop_id'), by.among!)
  return where === 'among' ? one.where(isAmong) : one.where((eb) => eb.not(isAmong)).orderBy('id')
})

/** Whether the batch is the workspace's, and anything is left of it. `among`: on these desktops. */
export async function hasBatch(db: Db, by: By, among?: readonly string[]): Promise<boolean> {
  const filter = { among: inJson(among) }
  return (await selectOne(db, { ...by, ...filter }, variantOf(filter))).length > 0
}

/** The first task of the batch that is on none of the desktops. */
export async function findBeyond(
  db: Db,
  by: By,
  among: readonly string[],
): Promise<string | undefined> {
  const [task] = await selectOne(db, { ...by, among: inJson(among) }, 'beyond')
  return task?.id
}

/** Of all desktops it reads the index only, so the caller has to check the workspace. */
const selectCounts = prepared((db, by: { batchId: string; among: string | undefined }, filter) => {
  const counts = db
    .selectFrom('tasks')
    .select(['status', db.fn.countAll<number>().as('count')])
    .where('batch_id', '=', by.batchId)
    .where(shownInLists)
    .groupBy('status')
  return filter === '' ? counts : counts.where(amongThose(unindexed('desktop_id'), by.among!))
})

export async function countBatch(
  db: Db,
  batchId: string,
  among?: readonly string[],
): Promise<{ status: TaskStatus; count: number }[]> {
  const filter = { among: inJson(among) }
  return await selectCounts(db, { batchId, ...filter }, variantOf(filter))
}

/** An ended task of a batch, with its result and the size of its output. */
export interface EndedRow {
  id: string
  run_id: string
  result: string | null
  /** Bytes of all that it has printed. */
  size: number
}

/** The statuses of tasks whose process has ended by itself. */
const ENDED = ['review', 'done', 'failed'] as const satisfies TaskStatus[]

const selectEnded = prepared((db, by: By) =>
  db
    .selectFrom('tasks')
    .innerJoin('runs', 'runs.id', 'tasks.run_id')
    .select([
      'tasks.id',
      'runs.id as run_id',
      'tasks.result',
      sql<number>`runs.stdout_bytes + runs.stderr_bytes + runs.system_bytes`.as('size'),
    ])
    .where('tasks.batch_id', '=', by.batchId)
    .where(unindexed('tasks.workspace_id'), '=', by.workspaceId)
    .where(shownInLists)
    .where('tasks.status', 'in', ENDED)
    .where('tasks.output_removed_at', 'is', null)
    .orderBy('tasks.id'),
)

/** The batch's tasks whose process has ended, in the order in which they were created. */
export async function listEndedOfBatch(db: Db, by: By): Promise<EndedRow[]> {
  return await selectEnded(db, by)
}

const selectChunks = prepared((db, by: { runId: string }) =>
  db
    .selectFrom('output')
    .select(['stream', 'data'])
    .where('run_id', '=', by.runId)
    .where('stream', '!=', sql.lit('agent'))
    .orderBy('seq'),
)

/** All that the run's process has printed. */
export async function listPrinted(
  db: Db,
  runId: string,
): Promise<Pick<OutputRow, 'stream' | 'data'>[]> {
  return await selectChunks(db, { runId })
}

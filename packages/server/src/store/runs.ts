import type { OutputPosition } from '@mission-control/protocol/runner'
import { sql } from 'kysely'
import { unindexed } from './hints.ts'
import {
  countUnendedOfMany,
  insertRuns,
  selectRuns,
  selectUnendedOfMany,
  updateStartsAndEnds,
} from './postgres/many-runs.ts'
import { prepared, unanswered } from './prepared.ts'
import { type RunOfTask, runsOfTasks } from './runs-of-tasks.ts'
import type { Db, RunRow, Tx } from './schema.ts'
import { Place } from './tables/tasks.ts'
import { together } from './together.ts'

export type { RunOfTask } from './runs-of-tasks.ts'

export type NewRun = Pick<
  RunRow,
  'id' | 'task_id' | 'desktop_id' | 'dispatch' | 'created_at' | 'queued_at' | 'with_key'
>

const insert = together(
  unanswered((db, run: NewRun) =>
    db.insertInto('runs').values({
      id: run.id,
      task_id: run.task_id,
      desktop_id: run.desktop_id,
      dispatch: run.dispatch,
      created_at: run.created_at,
      queued_at: run.queued_at,
      with_key: run.with_key,
    }),
  ),
  insertRuns,
)

export async function insertRun(tx: Tx, run: NewRun): Promise<void> {
  await insert(tx, run)
}

const selectRun = together(
  prepared((db, by: { id: string; desktopId: string }) =>
    runsOfTasks(db).where('runs.id', '=', by.id).where('runs.desktop_id', '=', by.desktopId),
  ),
  selectRuns,
)

export async function findRun(
  db: Db,
  desktopId: string,
  id: string,
): Promise<RunOfTask | undefined> {
  const [run] = await selectRun(db, { id, desktopId })
  return run
}

/** The runs of the desktop among `ids`, by id. */
export async function findRuns(
  db: Db,
  desktopId: string,
  ids: readonly string[],
): Promise<Map<string, RunOfTask>> {
  const runs = new Map<string, RunOfTask>()
  for (let from = 0; from < ids.length; from += SOME) {
    const rows = await runsOfTasks(db)
      .where('runs.id', 'in', ids.slice(from, from + SOME))
      .where('runs.desktop_id', '=', desktopId)
      .execute()
    for (const run of rows) runs.set(run.id, run)
  }
  return runs
}

/** Ids in one query. */
const SOME = 500

/** Desktops whose runs are read at a time: what they run may be 64 KiB each. */
const DESKTOPS = 10

const selectUnended = together(
  prepared((db, by: { desktopId: string; dispatch: number; limit: number }) =>
    runsOfTasks(db)
      .where('runs.desktop_id', '=', by.desktopId)
      .where('runs.dispatch', '>', by.dispatch)
      .where('runs.ended_at', 'is', null)
      .orderBy('runs.dispatch')
      .limit(by.limit),
  ),
  selectUnendedOfMany,
  DESKTOPS,
)

/** The runs of a desktop that haven't ended, in the order of their dispatch, above `dispatch`. */
export async function listUnended(
  db: Db,
  desktopId: string,
  dispatch: number,
  limit = Number.MAX_SAFE_INTEGER,
): Promise<RunOfTask[]> {
  return await selectUnended(db, { desktopId, dispatch, limit })
}

/** The columns of an unended run that its runner may have to be told again. */
type UnderWay = Pick<RunOfTask, 'id' | 'dispatch' | 'cancel_requested_at'>

const selectUnderWay = prepared((db, by: { desktopId: string }) =>
  db
    .selectFrom('runs')
    .innerJoin('tasks', 'tasks.id', 'runs.task_id')
    .select(['runs.id', 'runs.dispatch', 'tasks.cancel_requested_at'])
    .where('tasks.chat', '!=', Place.DELETED)
    .where('runs.desktop_id', '=', by.desktopId)
    .where('runs.ended_at', 'is', null)
    .orderBy('runs.dispatch'),
)

/** The runs of a desktop that haven't ended, without what they run: for a look that is repeated. */
export async function listUnderWay(db: Db, desktopId: string): Promise<UnderWay[]> {
  return await selectUnderWay(db, { desktopId })
}

const selectUnendedCount = together(
  prepared((db, by: { desktopId: string; dispatch: number }) =>
    db
      .selectFrom('runs')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('desktop_id', '=', by.desktopId)
      .where('dispatch', '<=', by.dispatch)
      .where('ended_at', 'is', null),
  ),
  countUnendedOfMany,
)

/** How many of a desktop's runs haven't started, as far as is known. */
export async function countWaiting(db: Db, desktopId: string): Promise<number> {
  const { count } = await db
    .selectFrom('runs')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('desktop_id', '=', desktopId)
    .where('ended_at', 'is', null)
    .where('started_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

/** The runs that haven't ended, of all workspaces: how many, and how many of them have started. */
export async function countUnderWay(db: Db) {
  return await db
    .selectFrom('runs')
    .select(({ fn }) => [
      fn.countAll<number>().as('runs'),
      fn.count<number>('started_at').as('started'),
    ])
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
}

/** How many runs of a desktop haven't ended, up to `dispatch`. */
export async function countUnended(db: Db, desktopId: string, dispatch: number): Promise<number> {
  const [row] = await selectUnendedCount(db, { desktopId, dispatch })
  return row?.count ?? 0
}

const selectBusy = prepared((db, _: object) =>
  db
    .selectFrom('runs')
    .select('desktop_id')
    .distinct()
    .where('ended_at', 'is', null)
    .orderBy('desktop_id'),
)

/** The ids of the desktops that have runs which haven't ended. */
export async function listDesktopsWithRuns(db: Db): Promise<string[]> {
  return (await selectBusy(db, {})).map(({ desktop_id }) => desktop_id)
}

const updateQueued = prepared((db, by: { id: string; at: number }) =>
  db
    .updateTable('runs')
    .set({ queued_at: by.at })
    .where('id', '=', by.id)
    .where('queued_at', 'is', null)
    .returning('id'),
)

/** Whether the run waits for its desktop, as far as is known. */
export async function isQueued(db: Db, id: string): Promise<boolean> {
  const [run] = await selectQueued(db, { id })
  return run !== undefined
}

const selectQueued = prepared((db, by: { id: string }) =>
  db.selectFrom('runs').select('id').where('id', '=', by.id).where('queued_at', 'is not', null),
)

/** Notes that the run is queued; false if that is known already. */
export async function setRunQueued(tx: Tx, id: string, at: number): Promise<boolean> {
  const updated = await updateQueued(tx, { id, at })
  return updated.length > 0
}

const updateStarted = unanswered((db, by: { id: string; at: number }) =>
  db.updateTable('runs').set({ started_at: by.at }).where('id', '=', by.id),
)

export async function setRunStarted(tx: Tx, id: string, at: number): Promise<void> {
  await updateStarted(tx, { id, at })
}

const updateEnded = unanswered((db, by: { id: string; at: number }) =>
  db
    .updateTable('runs')
    .set({ ended_at: by.at })
    .where('id', '=', by.id)
    .where('ended_at', 'is', null),
)

/** The runner has reported the end. */
export async function setRunEnded(tx: Tx, id: string, at: number): Promise<void> {
  await updateEnded(tx, { id, at })
}

const updateStartedAndEnded = together(
  unanswered((db, by: { id: string; startedAt: number; endedAt: number }) =>
    db
      .updateTable('runs')
      .set({ started_at: by.startedAt, ended_at: by.endedAt })
      .where('id', '=', by.id)
      .where('ended_at', 'is', null),
  ),
  updateStartsAndEnds,
)

/** Notes the end, with a start that isn't written yet. */
export async function setRunStartedAndEnded(
  tx: Tx,
  id: string,
  startedAt: number,
  endedAt: number,
): Promise<void> {
  await updateStartedAndEnded(tx, { id, startedAt, endedAt })
}

/** The server gives the run up: its runner is told to stop it when it is heard of again. */
export async function abandonRun(tx: Tx, id: string, at: number): Promise<void> {
  await tx
    .updateTable('runs')
    .set({ ended_at: at, abandoned: 1 })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

/** How far a run that goes on has come. */
export type Standing = Pick<RunRow, 'task_id' | 'desktop_id' | 'seq'>

const selectRunning = prepared((db, by: { workspaceId: string }) =>
  db
    .selectFrom('runs')
    .innerJoin('tasks', 'tasks.id', 'runs.task_id')
    .select(['runs.task_id', 'runs.desktop_id', 'runs.seq'])
    .where(unindexed('tasks.workspace_id'), '=', by.workspaceId)
    .where('runs.ended_at', 'is', null)
    .where('runs.seq', '>', 0),
)

/** The workspace's runs that go on and have printed something. */
export async function listPrinting(db: Db, workspaceId: string): Promise<Standing[]> {
  return await selectRunning(db, { workspaceId })
}

const selectGivenUp = prepared((db, by: { since: number }) =>
  db
    .selectFrom('runs')
    .select(['id', 'desktop_id'])
    .where(sql.ref('abandoned'), '=', sql.lit(1))
    .where('ended_at', '>=', by.since),
)

/** The runs that were given up since: their runners have to stop them. */
export async function listGivenUp(
  db: Db,
  since: number,
): Promise<Pick<RunRow, 'id' | 'desktop_id'>[]> {
  return await selectGivenUp(db, { since })
}

const updatePosition = unanswered((db, by: OutputPosition & { id: string }) =>
  db
    .updateTable('runs')
    .set({
      seq: by.seq,
      stdout_bytes: by.stdout,
      stderr_bytes: by.stderr,
      system_bytes: by.system,
      agent_bytes: by.agent,
    })
    .where('id', '=', by.id),
)

export async function setRunPosition(tx: Tx, id: string, position: OutputPosition): Promise<void> {
  await updatePosition(tx, { ...position, id })
}

export function positionOf(run: RunRow): OutputPosition {
  return {
    seq: run.seq,
    stdout: run.stdout_bytes,
    stderr: run.stderr_bytes,
    system: run.system_bytes,
    agent: run.agent_bytes,
  }
}

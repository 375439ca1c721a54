import type { OutputPosition } from '@mission-control/protocol/runner'
import { sql } from 'kysely'
import type { Db, RunRow, TaskRow, Tx } from './schema.ts'

/** A run with what its task says about it. */
export type RunOfTask = RunRow &
  Pick<TaskRow, 'workspace_id' | 'content' | 'status' | 'cancel_requested_at' | 'run_id' | 'type'>

function runsOfTasks(db: Db) {
  return db
    .selectFrom('runs')
    .innerJoin('tasks', 'tasks.id', 'runs.task_id')
    .selectAll('runs')
    .select([
      'tasks.workspace_id',
      'tasks.content',
      'tasks.status',
      'tasks.cancel_requested_at',
      'tasks.run_id',
      'tasks.type',
    ])
}

export async function insertRun(
  tx: Tx,
  run: Pick<RunRow, 'id' | 'task_id' | 'desktop_id' | 'dispatch' | 'created_at'>,
): Promise<void> {
  await tx.insertInto('runs').values(run).execute()
}

export async function findRun(
  db: Db,
  desktopId: string,
  id: string,
): Promise<RunOfTask | undefined> {
  return await runsOfTasks(db)
    .where('runs.id', '=', id)
    .where('runs.desktop_id', '=', desktopId)
    .executeTakeFirst()
}

/** The runs of a desktop that haven't ended, in the order of their dispatch, above `dispatch`. */
export async function listUnended(
  db: Db,
  desktopId: string,
  dispatch: number,
): Promise<RunOfTask[]> {
  return await runsOfTasks(db)
    .where('runs.desktop_id', '=', desktopId)
    .where('runs.dispatch', '>', dispatch)
    .where('runs.ended_at', 'is', null)
    .orderBy('runs.dispatch')
    .execute()
}

export async function setRunStarted(tx: Tx, id: string, at: number): Promise<void> {
  await tx.updateTable('runs').set({ started_at: at }).where('id', '=', id).execute()
}

/** The runner has reported the end. */
export async function setRunEnded(tx: Tx, id: string, at: number): Promise<void> {
  await tx
    .updateTable('runs')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
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

export async function setRunPosition(tx: Tx, id: string, position: OutputPosition): Promise<void> {
  await tx
    .updateTable('runs')
    .set({
      seq: position.seq,
      stdout_bytes: position.stdout,
      stderr_bytes: position.stderr,
      system_bytes: position.system,
    })
    .where('id', '=', id)
    .execute()
}

export function positionOf(run: RunRow): OutputPosition {
  const { seq, stdout_bytes: stdout, stderr_bytes: stderr, system_bytes: system } = run
  return { seq, stdout, stderr, system }
}

/** Mean time in ms from start to end of the runs that ended since `since`; null if there are none. */
export async function averageDurationSince(
  db: Db,
  workspaceId: string,
  since: number,
): Promise<number | null> {
  const row = await db
    .selectFrom('tasks')
    .innerJoin('runs', 'runs.id', 'tasks.run_id')
    .select(sql<number | null>`avg(runs.ended_at - runs.started_at)`.as('mean'))
    .where('tasks.workspace_id', '=', workspaceId)
    .where('tasks.completed_at', '>=', since)
    .executeTakeFirstOrThrow()
  return row.mean
}

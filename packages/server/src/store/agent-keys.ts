import { sql } from 'kysely'
import { oneOf } from './hints.ts'
import { prepared } from './prepared.ts'
import type { Db } from './schema.ts'

/**
 * The runs whose keys let somebody in: they go on, on a desktop that is still in their workspace, and whoever
 * they run for is still a member.
 */
const selectOpen = (db: Db) =>
  db
    .selectFrom('runs')
    .innerJoin('tasks', (join) =>
      join.onRef('tasks.id', '=', 'runs.task_id').onRef('tasks.run_id', '=', 'runs.id'),
    )
    .innerJoin('desktops', 'desktops.id', 'runs.desktop_id')
    .innerJoin('users', 'users.id', 'tasks.user_id')
    .innerJoin('memberships', (join) =>
      join
        .onRef('memberships.workspace_id', '=', 'tasks.workspace_id')
        .onRef('memberships.user_id', '=', 'tasks.user_id'),
    )
    .innerJoin('workspaces', 'workspaces.id', 'tasks.workspace_id')
    .where('workspaces.removed_at', 'is', null)
    .where('runs.with_key', '=', 1)
    .where('runs.ended_at', 'is', null)
    .where('tasks.status', '=', 'running')
    .whereRef('desktops.workspace_id', '=', 'tasks.workspace_id')
    .where('desktops.status', '!=', 'destroyed')
    .where('desktops.agent_key', 'is not', null)
    .where('users.disabled_at', 'is', null)

const selectRun = prepared((db, by: { id: string }) =>
  selectOpen(db)
    .where('runs.id', '=', by.id)
    .select([
      'runs.id',
      'tasks.id as task_id',
      'tasks.workspace_id',
      'users.id as user_id',
      'users.workspace_id as home',
      'memberships.role',
      'desktops.agent_key',
      'desktops.name as desktop_name',
    ]),
)

/** The run, if its key lets somebody in, and what it may do at most. */
export async function findRunWithKey(db: Db, id: string) {
  const [run] = await selectRun(db, { id })
  return run
}

/** Returns which of these runs have keys that let somebody in. */
export async function listOpenRuns(db: Db, ids: string[]): Promise<string[]> {
  const rows = await selectOpen(db)
    .where(oneOf(sql.ref('runs.id'), ids))
    .select('runs.id')
    .execute()
  return rows.map(({ id }) => id)
}

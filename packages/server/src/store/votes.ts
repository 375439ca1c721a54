import { sql } from 'kysely'
import type { Db, TaskRow } from './schema.ts'

export type Voted = Pick<TaskRow, 'id' | 'workspace_id'>

/** The tasks in review of which somebody has approved the result and others have to as well. */
export async function listVoted(
  db: Db,
  { workspaceId }: { workspaceId?: string },
): Promise<Voted[]> {
  let query = db
    .selectFrom('tasks')
    .select(['id', 'workspace_id'])
    .where(sql.ref('status'), '=', sql.lit('review'))
    .where('votes', 'is not', null)
    .orderBy('workspace_id')
    .orderBy('id')
  if (workspaceId !== undefined) query = query.where('workspace_id', '=', workspaceId)
  return await query.execute()
}

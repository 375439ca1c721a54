import { sql } from 'kysely'
import { prepared } from './prepared.ts'
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

const selectVoter = prepared((db, by: { workspaceId: string; userId: string }) =>
  db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'memberships.user_id')
    .select(['users.id', 'users.kind', 'memberships.role'])
    .where('memberships.workspace_id', '=', by.workspaceId)
    .where('memberships.user_id', '=', by.userId)
    .where('users.disabled_at', 'is', null),
)

/** What somebody is in the workspace now; undefined: no member, or disabled. */
export async function findVoter(db: Db, by: { workspaceId: string; userId: string }) {
  const [voter] = await selectVoter(db, by)
  return voter && { id: voter.id, role: voter.role, isService: voter.kind === 'service' }
}

import type { TaskStatus } from '@mission-control/protocol'
import { sql } from 'kysely'
import { inWords } from './in-words.ts'
import { prepared } from './prepared.ts'
import type { Db } from './schema.ts'

interface KeptCount {
  workspace_id: string
  status: TaskStatus
  tasks: number
}

/**
 * Triggers of the database keep them, whoever writes. They do so for what moves in from another database too,
 * so the counts themselves never move.
 */
const kept = inWords<KeptCount>({
  sqlite: sql`task_counts`,
  postgres: sql`(select * from task_counts union all select * from task_count_changes)`,
}).as('kept')

const selectCounts = prepared((db, by: { workspaceId: string }) =>
  db
    .selectFrom(kept)
    .select(['status', sql<number>`cast(sum(tasks) as bigint)`.as('count')])
    .where('workspace_id', '=', by.workspaceId)
    .groupBy('status'),
)

/** How many listed tasks the workspace has of each status. */
export async function listKeptCounts(db: Db, workspaceId: string) {
  return await selectCounts(db, { workspaceId })
}

import type { AgentUsage } from '@mission-control/protocol'
import type { Db } from './schema.ts'

/** What agents have used for each of the prompts that were run since `since`, as far as it is known. */
export async function listUsageSince(
  db: Db,
  workspaceId: string,
  since: number,
): Promise<AgentUsage[]> {
  const rows = await db
    .selectFrom('tasks')
    .select('usage')
    .where('workspace_id', '=', workspaceId)
    .where('started_at', '>=', since)
    .where('usage', 'is not', null)
    .execute()
  return rows.map(({ usage }) => JSON.parse(usage as string))
}

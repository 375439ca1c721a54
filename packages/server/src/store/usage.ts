import type { AgentUsage } from '@mission-control/protocol'
import { amongThose, inJson, unindexed } from './hints.ts'
import { prepared, variantOf } from './prepared.ts'
import type { Db } from './schema.ts'

const selectUsage = prepared(
  (db, by: { workspaceId: string; since: number; among: string | undefined }, filter) => {
    const used = db
      .selectFrom('tasks')
      .select('usage')
      .where('workspace_id', '=', by.workspaceId)
      .where('started_at', '>=', by.since)
      .where('usage', 'is not', null)
    return filter === '' ? used : used.where(amongThose(unindexed('desktop_id'), by.among!))
  },
)

/**
 * What agents have used for each of the prompts that were run since `since`, as far as it is known.
 * `among`: on these desktops only.
 */
export async function listUsageSince(
  db: Db,
  workspaceId: string,
  since: number,
  among?: readonly string[],
): Promise<AgentUsage[]> {
  const filter = { among: inJson(among) }
  const rows = await selectUsage(db, { workspaceId, since, ...filter }, variantOf(filter))
  return rows.map(({ usage }) => JSON.parse(usage as string))
}

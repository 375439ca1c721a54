import { activityTail, listActivity } from '../store/activity.ts'
import type { Db } from '../store/schema.ts'
import { activityFrame } from './frames.ts'
import type { Stretch } from './pages.ts'

/** How many numbers of the log one look goes through: most events may be of other desktops. */
const LOOK = 5_000
const MOST = 500

/**
 * Some of the events of those desktops after `position` up to `goal`; null: the next event of the log is no
 * longer kept, whosever it was.
 */
export async function stretchAmong(
  db: Db,
  workspaceId: string,
  among: readonly string[],
  position: number,
  goal: number,
): Promise<Stretch | null> {
  const end = Math.min(goal, position + LOOK)
  const range = { after: position, before: end + 1, among }
  const rows = await listActivity(db, workspaceId, range, MOST)
  // Asked only now: what was removed before the look is missing from the rows.
  const tail = (await activityTail(db, workspaceId)) ?? goal + 1
  if (tail > position + 1) return null
  const last = rows.length === MOST ? rows.at(-1)!.seq : end
  return { frames: Buffer.from(rows.map(activityFrame).join('')), last }
}

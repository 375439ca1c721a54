import { taskMoved } from '../chat/advance.ts'
import { type Core, transact } from '../core.ts'
import { findSeen, type SeenDesktop } from '../store/desktops.ts'
import { hold } from '../store/locks.ts'
import { abandonRun, listDesktopsWithRuns, listUnended, type RunOfTask } from '../store/runs.ts'
import { holdTask } from '../tasks/find.ts'
import { moveTask } from '../tasks/move.ts'
import { failure } from '../tasks/present.ts'

/** Gives up what runs on these desktops, which have stayed away for too long. */
export async function loseRuns(core: Core, away: SeenDesktop[]): Promise<void> {
  if (away.length === 0) return
  const busy = new Set(await listDesktopsWithRuns(core.store.db))
  for (const desktop of away) {
    if (!busy.has(desktop.id)) continue
    for (const run of await listUnended(core.store.db, desktop.id, 0)) {
      await loseRun(core, desktop, run)
    }
  }
}

/**
 * Each in a transaction of its own: a desktop with a thousand runs holds nobody up, and one that comes
 * back meanwhile keeps those that are left.
 */
async function loseRun(core: Core, desktop: SeenDesktop, run: RunOfTask): Promise<void> {
  const ended = await transact(core, run.workspace_id, async (tx) => {
    await hold(tx, 'desktop', desktop.id)
    const now = await findSeen(tx, desktop.id)
    const isBack = now?.connected !== 0 || now.last_seen_at !== desktop.last_seen_at
    const task = await holdTask(tx, run.workspace_id, run.task_id)
    if (isBack || task.status !== 'running' || task.run_id !== run.id) return undefined
    const at = core.now()
    await abandonRun(tx, run.id, at)
    const what = `The desktop "${desktop.name}" was offline for too long.`
    const lost = task.cancel_requested_at === null ? failure('desktop_lost', what) : {}
    return await moveTask(tx, task, { action: 'fail', at, changes: lost })
  })
  taskMoved(core, ended)
}

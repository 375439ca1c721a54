import { isFinal } from '@mission-control/protocol'
import { type Core, transact } from '../core.ts'
import { findRemovedInWork } from '../store/desktops.ts'
import { abandonRun } from '../store/runs.ts'
import type { Tx } from '../store/schema.ts'
import { listOpenTasks } from '../store/tasks.ts'
import { holdTask } from '../tasks/find.ts'
import { moveTask } from '../tasks/move.ts'
import { failure } from '../tasks/present.ts'

/** Ended in one transaction: 100 take 20 ms. */
const SOME = 100

/** Of a removed desktop: what runs fails, what is pending is cancelled. */
export async function endSomeTasks(tx: Tx, desktopId: string, at: number): Promise<void> {
  for (const { id, workspace_id } of await listOpenTasks(tx, desktopId, SOME)) {
    const task = await holdTask(tx, workspace_id, id)
    if (isFinal(task.status)) continue
    if (task.run_id !== null) await abandonRun(tx, task.run_id, at)
    await moveTask(tx, task, {
      action: task.status === 'running' ? 'fail' : 'cancel',
      at,
      ...(task.status === 'running' && {
        changes: failure('desktop_deleted', 'The desktop was removed.'),
      }),
    })
  }
}

/** Ends what is left of the tasks of removed desktops, for `forMs` at most. */
export async function endTasksOfRemoved(core: Core, forMs: number): Promise<void> {
  const until = performance.now() + forMs
  while (performance.now() < until) {
    const desktop = await findRemovedInWork(core.store.db)
    if (!desktop) return
    await transact(core, desktop.workspace_id, (tx) => endSomeTasks(tx, desktop.id, core.now()))
  }
}

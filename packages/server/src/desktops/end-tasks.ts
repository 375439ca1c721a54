import { isFinal } from '@mission-control/protocol'
import { taskMoved } from '../chat/advance.ts'
import { type Core, transact } from '../core.ts'
import { findRemovedInWork } from '../store/desktops.ts'
import { abandonRun } from '../store/runs.ts'
import type { DesktopRow, Tx } from '../store/schema.ts'
import { listOpenTasks } from '../store/task-lists.ts'
import type { TaskView } from '../store/tasks.ts'
import { holdTask } from '../tasks/find.ts'
import { moveTask } from '../tasks/move.ts'
import { failure } from '../tasks/present.ts'

/** How many tasks one transaction ends: 100 take 20 ms. */
const SOME = 100

/**
 * Ends some tasks of a removed desktop: running ones fail, pending ones are cancelled. Resolves with these
 * tasks.
 */
export async function endSomeTasks(
  tx: Tx,
  desktop: Pick<DesktopRow, 'id' | 'workspace_id'>,
  at: number,
): Promise<TaskView[]> {
  const ended: TaskView[] = []
  for (const { id, workspace_id } of await listOpenTasks(tx, desktop, SOME)) {
    const task = await holdTask(tx, workspace_id, id)
    if (isFinal(task.status)) continue
    if (task.run_id !== null) await abandonRun(tx, task.run_id, at)
    const moved = await moveTask(tx, task, {
      action: task.status === 'running' ? 'fail' : 'cancel',
      at,
      ...(task.status === 'running' && {
        changes: failure('desktop_deleted', 'The desktop was removed.'),
      }),
    })
    ended.push(moved)
  }
  return ended
}

/** Ends what is left of the tasks of removed desktops, for `forMs` at most. */
export async function endTasksOfRemoved(core: Core, forMs: number): Promise<void> {
  const until = performance.now() + forMs
  while (performance.now() < until) {
    const desktop = await findRemovedInWork(core.store.db)
    if (!desktop) return
    const end = (tx: Tx) => endSomeTasks(tx, desktop, core.now())
    for (const task of await transact(core, desktop.workspace_id, end)) taskMoved(core, task)
  }
}

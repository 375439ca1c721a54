import type { Task } from '@mission-control/protocol'
import { taskMoved } from '../chat/advance.ts'
import { type Caller, type Core, transact } from '../core.ts'
import { momentNow, type Stopwatch } from '../stopwatch.ts'
import { findDesktopAnywhere } from '../store/desktops.ts'
import { abandonRun } from '../store/runs.ts'
import type { TaskRow, Tx } from '../store/schema.ts'
import { listUnconfirmedCancels, type UnconfirmedCancel } from '../store/task-lists.ts'
import type { TaskView } from '../store/tasks.ts'
import { endsAtOnce, isOverdue } from './end-action.ts'
import { holdTask } from './find.ts'
import { moveTask } from './move.ts'
import { toTask } from './present.ts'

/**
 * Cancels: at once where nothing runs or the desktop can't be told now (it is told when it comes
 * back), else as soon as the desktop has stopped the whole process tree.
 */
export async function cancelTask(
  core: Core,
  caller: Pick<Caller, 'workspaceId'>,
  id: string,
): Promise<Task> {
  const task = await transact(core, caller.workspaceId, async (tx) => {
    const seen = await holdTask(tx, caller.workspaceId, id)
    const at = core.now()
    const moved = await moveTask(tx, seen, { action: 'cancel', at })
    // It may have moved to another workspace: what it runs for this one is stopped all the same.
    const desktop = await findDesktopAnywhere(tx, moved.desktop_id)
    return endsAtOnce(moved.status, desktop?.connected) ? await giveUp(tx, moved, at) : moved
  })
  if (task.run_id !== null) {
    core.bus.publish('desktop', task.desktop_id, { kind: 'cancel', runId: task.run_id })
  }
  taskMoved(core, task)
  return toTask(task)
}

/** Ends the cancellations that no desktop has confirmed in time. */
export async function endUnconfirmedCancels(core: Core, waits: Stopwatch): Promise<void> {
  const tasks = await listUnconfirmedCancels(core.store.db)
  const waited = waits.look(
    tasks.flatMap((task) => [
      [task.id, task.cancel_requested_at, task.cancel_requested_at],
      [linkOf(task), task.connected],
    ]),
    momentNow(),
  )
  for (const task of tasks) {
    const [asked = 0, link = 0] = [waited.get(task.id), waited.get(linkOf(task))]
    if (!isOverdue(task, asked, link)) continue
    const ended = await transact(core, task.workspace_id, async (tx) => {
      const seen = await holdTask(tx, task.workspace_id, task.id)
      return seen.status === 'running' ? await giveUp(tx, seen, core.now()) : undefined
    })
    taskMoved(core, ended)
  }
}

const linkOf = ({ id }: UnconfirmedCancel) => `${id}'s desktop`

/** Ends a run without its desktop's word. */
export async function giveUp(tx: Tx, task: TaskRow, at: number): Promise<TaskView> {
  if (task.run_id !== null) await abandonRun(tx, task.run_id, at)
  return await moveTask(tx, task, { action: 'fail', at })
}

import { dropChat, tellDropped } from '../chat/clear.ts'
import { type Core, transact } from '../core.ts'
import { appendActivity } from '../store/activity.ts'
import { deleteAgentSetup } from '../store/agent-setups.ts'
import { moveDesktop } from '../store/desktops.ts'
import { abandonRun } from '../store/runs.ts'
import { listOpenTasks } from '../store/tasks.ts'
import { moveTask } from '../tasks/move.ts'
import { failure } from '../tasks/present.ts'
import { noDesktop, requireDesktop } from './find.ts'
import { toDesktopEvent, toDesktopPayload } from './present.ts'

/**
 * Removes a desktop: its running tasks fail, its pending ones are cancelled, history stays; its chat
 * goes with it.
 */
export async function removeDesktop(core: Core, workspaceId: string, id: string): Promise<void> {
  const { removed: row, dropped } = await transact(core, workspaceId, async (tx) => {
    const at = core.now()
    const { status } = await requireDesktop(tx, workspaceId, id)
    const removed =
      (await moveDesktop(tx, id, [status], { status: 'destroyed', connected: 0 })) ?? noDesktop(id)
    await deleteAgentSetup(tx, id)
    const dropped = await dropChat(tx, workspaceId, id, at)
    for (const task of await listOpenTasks(tx, id)) {
      if (task.run_id !== null) await abandonRun(tx, task.run_id, at)
      await moveTask(tx, task, {
        action: task.status === 'running' ? 'fail' : 'cancel',
        at,
        ...(task.status === 'running' && {
          changes: failure('desktop_deleted', 'The desktop was removed.'),
        }),
      })
    }
    await appendActivity(tx, workspaceId, at, [
      { type: 'desktop.stopped', payload: toDesktopPayload(removed) },
    ])
    return { removed, dropped }
  })
  tellDropped(core, dropped)
  core.bus.publish('desktop', id, { kind: 'removed' })
  core.bus.publish('desktops', workspaceId, toDesktopEvent('desktop.status', row))
}

import { taskMoved } from '../chat/advance.ts'
import { dropChat, tellDropped } from '../chat/clear.ts'
import { type Core, transact } from '../core.ts'
import { appendActivity } from '../store/activity.ts'
import { deleteAgentSetup } from '../store/agent-setups.ts'
import { moveDesktop } from '../store/desktops.ts'
import { forgetAgentFrom } from '../store/workspaces.ts'
import { endSomeTasks } from './end-tasks.ts'
import { holdDesktop, noDesktop } from './find.ts'
import { toDesktopEvent, toDesktopPayload } from './present.ts'

/**
 * Removes a desktop: its running tasks fail, its pending ones are cancelled (if they are many, most of
 * them by `endTasksOfRemoved`), history stays; its chat goes with it.
 */
export async function removeDesktop(core: Core, workspaceId: string, id: string): Promise<void> {
  const {
    removed: row,
    dropped,
    ended,
  } = await transact(core, workspaceId, async (tx) => {
    const at = core.now()
    const { status } = await holdDesktop(tx, workspaceId, id)
    const removed =
      (await moveDesktop(tx, id, [status], { status: 'destroyed', connected: 0 })) ?? noDesktop(id)
    await deleteAgentSetup(tx, id)
    const dropped = await dropChat(tx, workspaceId, id, at)
    const ended = await endSomeTasks(tx, removed, at)
    await appendActivity(tx, workspaceId, at, [
      { type: 'desktop.stopped', payload: toDesktopPayload(removed) },
    ])
    await forgetAgentFrom(tx, workspaceId, id)
    return { removed, dropped, ended }
  })
  tellDropped(core, dropped)
  for (const task of ended) taskMoved(core, task)
  core.bus.publish('desktop', id, { kind: 'removed' })
  core.bus.publish('desktops', workspaceId, toDesktopEvent('desktop.status', row))
}

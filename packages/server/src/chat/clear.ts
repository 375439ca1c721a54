import { type Caller, type Core, transact } from '../core.ts'
import { holdDesktop } from '../desktops/find.ts'
import { runMoved } from '../monitoring/steps.ts'
import { deleteMessages, listUnanswered } from '../store/chat.ts'
import type { TaskRow, Tx } from '../store/schema.ts'
import { giveUp } from '../tasks/cancel.ts'
import { holdTask } from '../tasks/find.ts'
import { moveTask } from '../tasks/move.ts'
import { tellTurn } from './tell.ts'

/** Deletes the desktop's conversation: stops the message that runs, and drops those that wait. */
export async function clearChat(core: Core, caller: Caller, desktopId: string): Promise<void> {
  const dropped = await transact(core, caller.workspaceId, async (tx) => {
    await holdDesktop(tx, caller.workspaceId, desktopId)
    return await dropChat(tx, caller.workspaceId, desktopId, core.now())
  })
  tellDropped(core, dropped)
  const payload = { desktopId, turn: null }
  core.bus.publish('desktops', caller.workspaceId, { type: 'desktop.chat', payload })
}

/** Resolves with the messages that had no answer yet, now cancelled. */
export async function dropChat(
  tx: Tx,
  workspaceId: string,
  desktopId: string,
  at: number,
): Promise<TaskRow[]> {
  const dropped: TaskRow[] = []
  for (const { id } of await listUnanswered(tx, desktopId)) {
    const seen = await holdTask(tx, workspaceId, id)
    const cancelled = await moveTask(tx, seen, { action: 'cancel', at })
    dropped.push(cancelled.status === 'running' ? await giveUp(tx, cancelled, at) : cancelled)
  }
  await deleteMessages(tx, desktopId)
  return dropped
}

/** Tells the runner to stop the dropped messages, and tells everyone who watches. */
export function tellDropped(core: Core, dropped: TaskRow[]): void {
  for (const message of dropped) {
    const { run_id: runId, desktop_id: desktopId } = message
    if (runId !== null) core.bus.publish('desktop', desktopId, { kind: 'cancel', runId })
    runMoved(core, message)
    tellTurn(core, message)
  }
}

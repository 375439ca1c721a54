import { isFinal } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import { listStalledChats, listUnanswered } from '../store/chat.ts'
import { findDesktop } from '../store/desktops.ts'
import type { TaskRow, Tx } from '../store/schema.ts'
import type { TaskView } from '../store/tasks.ts'
import { requireTask } from '../tasks/find.ts'
import { startRun } from '../tasks/run.ts'
import { tellTurn } from './tell.ts'

/**
 * A task has moved, and that is committed: if it is a message of a chat, those who watch are told, and
 * after its end the next one goes out.
 */
export function chatMoved(core: Core, task: TaskRow | undefined): void {
  if (task?.chat !== 1) return
  tellTurn(core, task)
  if (isFinal(task.status)) advanceSoon(core, task.workspace_id, task.desktop_id)
}

/** For who doesn't wait for it: what goes wrong here, the sweep tries again. */
export function advanceSoon(core: Core, workspaceId: string, desktopId: string): void {
  const failed = (error: unknown) =>
    core.log.error({ error, desktopId }, 'the next message of a chat could not go out')
  // A transaction of its own, and not a part of one that nobody holds open for it.
  core.store.afterCommit(() => void advance(core, workspaceId, desktopId).catch(failed))
}

/** Finds the chats that nobody has told to go on. */
export async function advanceStalled(core: Core): Promise<void> {
  for (const { workspace_id, desktop_id } of await listStalledChats(core.store.db)) {
    await advance(core, workspace_id, desktop_id)
  }
}

async function advance(core: Core, workspaceId: string, desktopId: string): Promise<void> {
  const started = await core.store.write((tx) => startNext(tx, workspaceId, desktopId, core.now()))
  if (started) sendOut(core, started)
}

/** The message's run is committed: on its way with it. */
export function sendOut(core: Core, message: TaskRow): void {
  core.bus.publish('desktop', message.desktop_id, { kind: 'dispatch' })
  tellTurn(core, message)
}

/**
 * Gives the desktop's oldest message that waits its run, if the one before has ended and the agent is
 * there; a message that was taken waits for as long as the agent isn't.
 */
export async function startNext(
  tx: Tx,
  workspaceId: string,
  desktopId: string,
  at: number,
): Promise<TaskView | undefined> {
  const unanswered = await listUnanswered(tx, desktopId)
  const [next] = unanswered
  if (!next || unanswered.some(({ status }) => status === 'running')) return undefined
  const desktop = await findDesktop(tx, workspaceId, desktopId)
  if (desktop?.status !== 'running' || desktop.agent_ready === 0) return undefined
  return await startRun(tx, await requireTask(tx, workspaceId, next.id), at)
}

import { isFinal } from '@mission-control/protocol'
import type { Core } from '../core.ts'
import { runMoved } from '../monitoring/steps.ts'
import { listStalledChats, listUnanswered } from '../store/chat.ts'
import { findDesktop } from '../store/desktops.ts'
import { hold } from '../store/locks.ts'
import type { TaskRow, Tx } from '../store/schema.ts'
import { holdTask } from '../tasks/find.ts'
import { handOver, type Started, startRun } from '../tasks/run.ts'
import { tellTurn } from './tell.ts'

/**
 * Call it once a task's move is committed: tells everyone who follows the task. After the end of a
 * message of a chat, sends the next message.
 */
export function taskMoved(core: Core, task: TaskRow | undefined): void {
  if (task) runMoved(core, task)
  if (task?.chat !== 1) {
    if (task) core.bus.publish('task', task.id, null)
    return
  }
  tellTurn(core, task)
  if (isFinal(task.status)) advanceSoon(core, task.workspace_id, task.desktop_id)
}

/** For callers that don't wait. If this fails, the sweep tries again. */
export function advanceSoon(core: Core, workspaceId: string, desktopId: string): void {
  const failed = (error: unknown) =>
    core.log.error({ error, desktopId }, 'the next message of a chat could not go out')
  // In a transaction of its own: the caller's may be over by then.
  core.store.afterCommit(() => void advance(core, workspaceId, desktopId).catch(failed))
}

/** Advances the chats that could go on, but that nobody has advanced. */
export async function advanceStalled(core: Core): Promise<void> {
  for (const { workspace_id, desktop_id } of await listStalledChats(core.store.db)) {
    await advance(core, workspace_id, desktop_id)
  }
}

async function advance(core: Core, workspaceId: string, desktopId: string): Promise<void> {
  const started = await core.store.write((tx) => startNext(tx, workspaceId, desktopId, core.now()))
  if (started) sendOut(core, started)
}

/** Call it once the message's run is committed: sends it to the desktop. */
export function sendOut(core: Core, { task, run }: Started): void {
  handOver(core, run)
  tellTurn(core, task)
}

/**
 * Gives the desktop's oldest waiting message a run, if the message before has ended and the agent
 * is ready. A message that was accepted waits until the agent is ready.
 */
export async function startNext(
  tx: Tx,
  workspaceId: string,
  desktopId: string,
  at: number,
): Promise<Started | undefined> {
  // One message at a time has a run.
  await hold(tx, 'desktop', desktopId)
  const unanswered = await listUnanswered(tx, desktopId)
  const [next] = unanswered
  if (!next || unanswered.some(({ status }) => status === 'running')) return undefined
  const desktop = await findDesktop(tx, workspaceId, desktopId)
  if (desktop?.status !== 'running' || desktop.agent_ready === 0) return undefined
  return await startRun(tx, await holdTask(tx, workspaceId, next.id), at)
}

import { fail } from '@mission-control/protocol'
import type { Caller, Core } from '../core.ts'
import { holdDesktop } from '../desktops/find.ts'
import { listUnanswered } from '../store/chat.ts'
import type { TaskRow, Tx } from '../store/schema.ts'
import { insertTasks } from '../store/tasks.ts'
import { NO_REVIEW, newRow } from '../tasks/create.ts'
import { requireReady } from '../tasks/run.ts'
import { sendOut, startNext } from './advance.ts'
import { tellTurn } from './tell.ts'

/** The most messages that may wait for their turn on one desktop. */
const WAITING_MAX = 100

/**
 * Accepts a message for the desktop's agent. It goes out when the messages before it have been
 * answered.
 */
export async function sendMessage(
  core: Core,
  caller: Caller,
  desktopId: string,
  content: string,
): Promise<TaskRow> {
  const { workspaceId } = caller
  const { message, started } = await core.store.write(async (tx) => {
    const at = core.now()
    const desktop = await holdDesktop(tx, workspaceId, desktopId)
    const task = { type: 'prompt', content, desktopId } as const
    const message: TaskRow = { ...newRow(tx, caller, task, desktop, NO_REVIEW, at), chat: 1 }
    requireReady(desktop, message, 'The message was not kept.')
    await requireRoom(tx, desktopId)
    await insertTasks(tx, [message])
    return { message, started: await startNext(tx, workspaceId, desktopId, at) }
  })
  const now = started?.task.id === message.id ? started.task : message
  if (now === message) tellTurn(core, message)
  if (started) sendOut(core, started)
  return now
}

async function requireRoom(tx: Tx, desktopId: string): Promise<void> {
  const unanswered = await listUnanswered(tx, desktopId)
  const waiting = unanswered.filter(({ status }) => status === 'pending').length
  if (waiting < WAITING_MAX) return
  fail(
    'chat_full',
    `${waiting} messages already wait for this desktop's agent, which is the limit. Try again when it has answered some, or clear the chat.`,
  )
}

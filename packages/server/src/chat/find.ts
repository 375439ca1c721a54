import { fail } from '@mission-control/protocol'
import { requireDesktop } from '../desktops/find.ts'
import { findMessage } from '../store/chat.ts'
import type { Db, TaskRow } from '../store/schema.ts'

/** The message, if it is one of the desktop's conversation; else `chat_turn_not_found`. */
export async function requireMessage(
  db: Db,
  workspaceId: string,
  desktopId: string,
  id: string,
): Promise<TaskRow> {
  await requireDesktop(db, workspaceId, desktopId)
  const message = await findMessage(db, desktopId, id)
  return message ?? fail('chat_turn_not_found', `This chat has no turn ${JSON.stringify(id)}.`)
}

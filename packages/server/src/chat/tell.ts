import type { Core } from '../core.ts'
import type { TaskRow } from '../store/schema.ts'
import { toTurn } from './present.ts'

/** Tells those who watch how the message stands now. */
export function tellTurn(core: Core, message: TaskRow): void {
  const { id, workspace_id, desktop_id: desktopId } = message
  const payload = { desktopId, turn: toTurn(message) }
  core.bus.publish('desktops', workspace_id, { type: 'desktop.chat', payload })
  core.bus.publish('task', id, null)
}

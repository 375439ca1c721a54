import type { Core } from '../core.ts'
import type { TaskRow } from '../store/schema.ts'
import { findTask, type TaskView } from '../store/tasks.ts'
import { Bell } from './bell.ts'

/** A lost wake-up costs at most this long, in ms. */
const LOOK_AGAIN_MS = 1_000

/** The task at once, and again whenever it may have changed or printed; `undefined`: it was deleted. */
export async function* looksAt(
  core: Core,
  { id, workspace_id }: Pick<TaskRow, 'id' | 'workspace_id'>,
  signal: AbortSignal,
): AsyncGenerator<TaskView | undefined, void> {
  const bell = new Bell()
  const unsubscribe = core.bus.subscribe('task', id, bell.ring)
  signal.addEventListener('abort', bell.ring)
  try {
    while (!signal.aborted) {
      yield await findTask(core.store.db, workspace_id, id)
      await bell.heard(LOOK_AGAIN_MS)
    }
  } finally {
    signal.removeEventListener('abort', bell.ring)
    unsubscribe()
  }
}

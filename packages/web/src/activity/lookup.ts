import type { ActivityEntry } from '@mission-control/protocol'
import type { Live } from '../live/live.ts'
import type { Lookup } from './sentence.ts'

type Known = Pick<Live, 'cards' | 'desktops'>

/** Looks up tasks and desktops in what the page has loaded; for those that are gone, in the events. */
export function lookupIn(
  known: () => Known,
  entries: readonly ActivityEntry[],
  userId: string,
  myIds: ReadonlySet<string>,
): Lookup {
  const tasks = new Map<string, NonNullable<ReturnType<Lookup['task']>>>()
  const removed = new Map<string, string>()
  for (const entry of entries) {
    const { type, payload } = entry
    if ('name' in payload) {
      if (!removed.has(payload.desktopId)) removed.set(payload.desktopId, payload.name)
    } else if ('summary' in payload && !tasks.has(payload.taskId)) {
      const gone = type === 'task.deleted'
      tasks.set(payload.taskId, { type: payload.type, summary: payload.summary, gone })
    }
  }
  return {
    userId,
    myIds,
    task(id) {
      const card = known().cards.get(id)
      return (
        tasks.get(id) ?? (card ? { type: card.type, summary: card.summary, gone: false } : null)
      )
    },
    desktop(id) {
      const desktop = known().desktops.get(id)
      if (desktop) return { name: desktop.name, gone: false }
      const name = removed.get(id)
      return name === undefined ? null : { name, gone: true }
    },
  }
}

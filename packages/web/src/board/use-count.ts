import type { TaskStatus } from '@mission-control/protocol'
import type { Card } from '../live/live.ts'
import { useLive } from '../live/use-live.tsx'

/** How many tasks of a column are shown; `isLeast`: older ones haven't been looked at yet. */
export function useCount(status: TaskStatus, accepts: ((card: Card) => boolean) | null) {
  const all = useLive((live) => live.overview.tasks[status])
  const isLeast = useLive((live) => accepts !== null && !live.columns[status].complete)
  const accepted = useLive((live) =>
    accepts ? live.columns[status].ids.filter((id) => accepts(live.cards.get(id)!)).length : 0,
  )
  const count = accepts ? accepted : all
  return { count, isLeast, words: `${count.toLocaleString()}${isLeast ? '+' : ''}` }
}

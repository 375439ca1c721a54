import type { TaskStatus } from '@mission-control/protocol'
import { placeOf, sizeOf } from '../live/batches.ts'
import type { Card, Live } from '../live/live.ts'
import { isWaiting } from '../live/waiting.ts'

/** A column's cards as they are shown. */
export interface ShownIds {
  ids: readonly string[]
  /** How many at the end are queued; they stand in the order in which they will start. */
  queued: number
}

/** The parts of the state that say what a column shows. */
export type Shown = Pick<Live, 'cards' | 'columns' | 'batches'>

/**
 * The ids of the cards that the filter lets through, newest first; of the running ones those that have
 * yet to start come behind the others, the one that was run first before the rest. Where nothing is
 * filtered, one id stands for a batch, in the column where it belongs. Pure.
 */
export function shownIds(
  status: TaskStatus,
  { cards, columns, batches }: Shown,
  accepts: ((card: Card) => boolean) | null,
): ShownIds {
  const { ids } = columns[status]
  const accepted = accepts ? ids.filter((id) => accepts(cards.get(id)!)) : ids
  if (status !== 'running') return { ids: folded(accepted), queued: 0 }
  const queued = accepted.filter((id) => isWaiting(cards.get(id)!))
  if (queued.length === 0) return { ids: folded(accepted), queued: 0 }
  const waiting = new Set(queued)
  const placed = (id: string) => `${cards.get(id)?.startedAt} ${id}`
  queued.sort((a, b) => (placed(a) < placed(b) ? -1 : 1))
  const running = folded(accepted.filter((id) => !waiting.has(id)))
  const shown = new Set(running)
  const later = folded(queued).filter((id) => !shown.has(id))
  return { ids: [...running, ...later], queued: later.length }

  function folded(all: readonly string[]): readonly string[] {
    if (accepts || batches.size === 0) return all
    const seen = new Set<string>()
    return all.flatMap((id) => {
      const batchId = cards.get(id)?.batchId
      const batch = batchId && batches.get(batchId)
      if (!batch || sizeOf(batch.counts) === 1) return id
      if (placeOf(batch.counts) !== status || seen.has(batchId)) return []
      seen.add(batchId)
      return batchId
    })
  }
}

export const isSameShown = (a: ShownIds, b: ShownIds): boolean =>
  a.queued === b.queued &&
  (a.ids === b.ids || (a.ids.length === b.ids.length && a.ids.every((id, i) => id === b.ids[i])))

export const isBatch = (id: string): boolean => id.startsWith('batch_')

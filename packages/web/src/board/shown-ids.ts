import type { TaskStatus } from '@mission-control/protocol'
import type { Card } from '../live/live.ts'
import { isWaiting } from './card-time.tsx'

/** A column's cards as they are shown. */
export interface ShownIds {
  ids: readonly string[]
  /** So many at the end are queued, in the order in which they will start. */
  queued: number
}

/**
 * The ids of the cards that the filter lets through, newest first; of the running ones those that have
 * yet to start come behind the others, the one that was run first before the rest. Pure.
 */
export function shownIds(
  status: TaskStatus,
  ids: readonly string[],
  cards: ReadonlyMap<string, Card>,
  accepts: ((card: Card) => boolean) | null,
): ShownIds {
  const accepted = accepts ? ids.filter((id) => accepts(cards.get(id)!)) : ids
  if (status !== 'running') return { ids: accepted, queued: 0 }
  const queued = accepted.filter((id) => isWaiting(cards.get(id)!))
  if (queued.length === 0) return { ids: accepted, queued: 0 }
  const waiting = new Set(queued)
  const placeOf = (id: string) => `${cards.get(id)?.startedAt} ${id}`
  queued.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
  return { ids: [...accepted.filter((id) => !waiting.has(id)), ...queued], queued: queued.length }
}

import { shownIds } from '../board/shown-ids.ts'
import type { Card, Live } from '../live/live.ts'

/** What a desktop has to do. */
export interface Work {
  /** Newest first. */
  running: readonly Card[]
  /** In the order in which they will start. */
  queued: readonly Card[]
}

export const NO_WORK: Work = { running: [], queued: [] }

/** The loaded tasks that run or are queued on each desktop. */
export function workByDesktop(live: Live): Map<string, Work> {
  // Tasks of a batch are listed one by one.
  const { ids, queued } = shownIds('running', live, () => true)
  const byDesktop = new Map<string, { running: Card[]; queued: Card[] }>()
  for (const [place, id] of ids.entries()) {
    const card = live.cards.get(id)!
    const work = byDesktop.get(card.desktopId) ?? { running: [], queued: [] }
    byDesktop.set(card.desktopId, work)
    work[place < ids.length - queued ? 'running' : 'queued'].push(card)
  }
  return byDesktop
}

import type { Card, Live } from '../live/live.ts'

/** The running tasks of each desktop that are loaded, newest first. */
export function runningByDesktop({ columns, cards }: Live): Map<string, Card[]> {
  const byDesktop = new Map<string, Card[]>()
  for (const id of columns.running.ids) {
    const card = cards.get(id)!
    const others = byDesktop.get(card.desktopId)
    if (others) others.push(card)
    else byDesktop.set(card.desktopId, [card])
  }
  return byDesktop
}

/** A count of loaded tasks; more may not be loaded. */
export function countOf(cards: readonly Card[], complete: boolean): string {
  return `${cards.length.toLocaleString()}${complete ? '' : '+'}`
}

import type { Card } from '../live/live.ts'

export interface Filter {
  words: string
  desktopId: string
  /** Only tasks that the person at the screen has created. */
  mine: boolean
}

export const NO_FILTER: Filter = { words: '', desktopId: '', mine: false }

/** Whether a card is to be shown; null: all are. `myIds`: who counts as the person at the screen. */
export function matches(
  { words, desktopId, mine }: Filter,
  myIds: ReadonlySet<string>,
): ((card: Card) => boolean) | null {
  if (words === '' && desktopId === '' && !mine) return null
  const wanted = words.toLowerCase()
  return (card) =>
    (desktopId === '' || card.desktopId === desktopId) &&
    (!mine || myIds.has(card.createdBy?.id ?? '')) &&
    (wanted === '' || card.summary.toLowerCase().includes(wanted) || card.id === words)
}

import { type RefObject, useLayoutEffect } from 'react'
import type { Card } from '../live/live.ts'
import { useCore } from '../live/use-live.tsx'

const MOVE_MS = 150

/** Where cards that are about to leave their column are on the screen. */
const leaving = new Map<string, DOMRect>()

/** A card that appears in another column comes from where it was. Nothing else on the board moves. */
export function useMoveAnimation(element: RefObject<HTMLElement | null>, card: Card): void {
  const { store } = useCore()
  const { id, status } = card
  useLayoutEffect(() => {
    // Move the row itself, because nothing is painted beyond a row's edges.
    const row = element.current?.closest('li')
    if (!row) return
    const from = leaving.get(id)
    leaving.delete(id)
    // After the commit, so that one layout answers all measurements.
    if (from) queueMicrotask(() => comeFrom(row, from))
    // Measured before React changes the page: between changes each measurement would lay it out.
    return store.subscribe(() => {
      const now = store.get().cards.get(id)
      // The card is gone, being deleted, or still in its column.
      if (!now || now.hidden || now.status === status) return
      leaving.set(id, row.getBoundingClientRect())
      requestAnimationFrame(() => leaving.delete(id))
    })
  }, [element, id, status, store])
}

function comeFrom(row: HTMLElement, from: DOMRect): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
  const to = row.getBoundingClientRect()
  const move = `translate(${from.x - to.x}px, ${from.y - to.y}px)`
  // Apart from the animation, which the compositor can then do alone.
  row.style.zIndex = '1'
  const animation = row.animate([{ transform: move }, { transform: 'none' }], {
    duration: MOVE_MS,
    easing: 'ease-out',
  })
  animation.onfinish = () => row.style.removeProperty('z-index')
}

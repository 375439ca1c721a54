import { type RefObject, useLayoutEffect } from 'react'
import type { Card } from '../live/live.ts'
import { useCore } from '../live/use-live.tsx'

const MOVE_MS = 150

/** Where cards that have just left their column were on the screen. */
const leaving = new Map<string, DOMRect>()

/** A card that appears in another column comes from where it was. Nothing else on the board moves. */
export function useMoveAnimation(element: RefObject<HTMLElement | null>, card: Card): void {
  const { store } = useCore()
  const { id, status } = card
  useLayoutEffect(() => {
    const node = element.current
    if (!node) return
    const from = leaving.get(id)
    leaving.delete(id)
    if (from && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      const to = node.getBoundingClientRect()
      const move = `translate(${from.x - to.x}px, ${from.y - to.y}px)`
      node.animate([{ transform: move, zIndex: 1 }, { transform: 'none' }], {
        duration: MOVE_MS,
        easing: 'ease-out',
      })
    }
    return () => {
      const now = store.get().cards.get(id)
      // Scrolled out of sight, or gone: it doesn't come back elsewhere.
      if (!now || now.hidden || now.status === status) return
      leaving.set(id, node.getBoundingClientRect())
      requestAnimationFrame(() => leaving.delete(id))
    }
  }, [element, id, status, store])
}

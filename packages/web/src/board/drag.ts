import { createContext, useContext } from 'react'
import type { Card } from '../live/live.ts'

/** The card that is being dragged; null: none is. */
export interface Drag {
  card: Card | null
  start(card: Card): void
  end(): void
}

export const DragContext = createContext<Drag>({
  card: null,
  start: () => undefined,
  end: () => undefined,
})

export const useDrag = () => useContext(DragContext)

import { createContext, useContext } from 'react'

/** Which cards are selected, and the one that the keys act on. */
export interface Selection {
  ids: ReadonlySet<string>
  /** The card with the focus; null: none has had it yet. */
  cursor: string | null
  setCursor(id: string): void
  toggle(id: string): void
  /** Selects from the last selected card to this one, in the column's order. */
  extendTo(id: string, column: readonly string[]): void
  clear(): void
}

export const SelectionContext = createContext<Selection | null>(null)

export function useSelection(): Selection {
  const selection = useContext(SelectionContext)
  if (!selection) throw new Error('used outside of the board')
  return selection
}

/** The ids between two of a list, both included; just the second where the first isn't in it. */
export function rangeOf(list: readonly string[], from: string | null, to: string): string[] {
  const start = from === null ? -1 : list.indexOf(from)
  const end = list.indexOf(to)
  if (start < 0 || end < 0) return [to]
  return list.slice(Math.min(start, end), Math.max(start, end) + 1)
}

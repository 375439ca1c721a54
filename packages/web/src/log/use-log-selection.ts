import { type ClipboardEvent, type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import type { Log } from './log.ts'
import { type Place, placeOf, textBetween, wholeText } from './selection.ts'

const NONE: readonly number[] = []

interface Used {
  /** The lines in which the selection begins and ends: their rows have to stay while there is one. */
  pinned: readonly number[]
  allSelected: boolean
  handlers: {
    onCopy: (event: ClipboardEvent) => void
    onKeyDown: (event: KeyboardEvent) => void
    onPointerDown: () => void
  }
}

/**
 * Copying out of a list of which only the rows in sight exist: what was printed is copied, also between
 * rows that don't exist any more, and without what only the page shows.
 */
export function useLogSelection(log: Log, scroller: RefObject<HTMLElement | null>): Used {
  const [pinned, setPinned] = useState<readonly number[]>(NONE)
  const [allSelected, setAllSelected] = useState(false)
  useEffect(() => {
    const onChange = () =>
      setPinned((before) => {
        const ends = endsIn(log, scroller.current)
        const now = ends ? ends.map(({ line }) => line).toSorted((a, b) => a - b) : NONE
        return now.join() === before.join() ? before : now
      })
    document.addEventListener('selectionchange', onChange)
    return () => document.removeEventListener('selectionchange', onChange)
  }, [log, scroller])
  return {
    pinned,
    allSelected,
    handlers: {
      onCopy(event) {
        const ends = endsIn(log, scroller.current)
        if (!allSelected && !ends) return
        event.preventDefault()
        event.clipboardData.setData(
          'text/plain',
          allSelected ? wholeText(log) : textBetween(log, ...ends!),
        )
      },
      onKeyDown(event) {
        const isAll = event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)
        if (isAll) {
          event.preventDefault()
          document.getSelection()?.removeAllRanges()
        }
        if (isAll || event.key === 'Escape') setAllSelected(isAll)
      },
      onPointerDown: () => setAllSelected(false),
    },
  }
}

/**
 * Where the page's selection begins and ends in the log, which it may reach beyond at one side; null:
 * nothing of the log is selected.
 */
function endsIn(log: Log, scroller: HTMLElement | null): [Place, Place] | null {
  const selection = document.getSelection()
  if (!scroller || !selection || selection.isCollapsed) return null
  const from = placeOf(selection.anchorNode, selection.anchorOffset)
  const to = placeOf(selection.focusNode, selection.focusOffset)
  if (!from && !to) return null
  return [
    from ?? sideOf(log, scroller, selection.anchorNode!),
    to ?? sideOf(log, scroller, selection.focusNode!),
  ]
}

/** The end of the log at which something beside it is. */
function sideOf(log: Log, scroller: HTMLElement, node: Node): Place {
  const isBehind = scroller.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING
  if (!isBehind) return { line: 0, column: 0 }
  return { line: Math.max(0, log.count - 1), column: Number.POSITIVE_INFINITY }
}

import { type ClipboardEvent, type KeyboardEvent, useEffect, useState } from 'react'
import type { Log } from './log.ts'
import { placeOf, textBetween, wholeText } from './selection.ts'

interface Used {
  /** The line in which the selection begins: its row has to stay for as long as there is one. */
  pinned: number | null
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
export function useCopy(log: Log): Used {
  const [pinned, setPinned] = useState<number | null>(null)
  const [allSelected, setAllSelected] = useState(false)
  useEffect(() => {
    const onChange = () => {
      const selection = document.getSelection()
      const isAny = selection !== null && !selection.isCollapsed
      setPinned(
        isAny ? (placeOf(selection.anchorNode, selection.anchorOffset)?.line ?? null) : null,
      )
    }
    document.addEventListener('selectionchange', onChange)
    return () => document.removeEventListener('selectionchange', onChange)
  }, [])
  return {
    pinned,
    allSelected,
    handlers: {
      onCopy(event) {
        const copied = allSelected ? wholeText(log) : selectedText(log)
        if (copied === null) return
        event.preventDefault()
        event.clipboardData.setData('text/plain', copied)
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

function selectedText(log: Log): string | null {
  const selection = document.getSelection()
  if (!selection || selection.isCollapsed) return null
  const from = placeOf(selection.anchorNode, selection.anchorOffset)
  const to = placeOf(selection.focusNode, selection.focusOffset)
  return from && to && textBetween(log, from, to)
}

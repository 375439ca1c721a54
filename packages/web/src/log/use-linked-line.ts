import { useLocation, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef } from 'react'
import type { Viewport } from '../rows/viewport.ts'
import { ALL_LINES } from './log-filter.ts'
import type { LogSource } from './log-source.ts'
import type { SetFilter } from './use-log-filter.ts'

interface Used {
  /** null: the address names none. */
  linked: number | null
  onLink: (line: number) => void
  /** Shows the line, and puts it into the address. */
  goTo: (line: number) => void
}

/** The line that the address names, such as `#L12`. It is shown as soon as it has arrived. */
export function useLinkedLine(
  source: LogSource,
  viewport: Viewport,
  count: number,
  setFilter: SetFilter,
): Used {
  const hash = useLocation({ select: (location) => location.hash })
  const named = /^L(\d{1,9})$/.exec(hash)?.[1]
  const linked = named === undefined ? null : Number(named) - 1
  const navigate = useNavigate()
  const shown = useRef<number | null>(null)
  const reveal = useCallback(
    (line: number) => {
      shown.current = line
      if (source.content.placeOf(line) < 0) setFilter(() => ALL_LINES)
      viewport.reveal(source.content.placeOf(line))
    },
    [source, viewport, setFilter],
  )
  const onLink = useCallback(
    (line: number) => {
      shown.current = line
      void navigate({
        to: '.',
        search: true,
        hash: `L${line + 1}`,
        replace: true,
        resetScroll: false,
      })
    },
    [navigate],
  )
  useEffect(() => {
    if (linked !== null && linked !== shown.current && linked < count) reveal(linked)
  }, [linked, count, reveal])
  const goTo = useCallback(
    (line: number) => {
      onLink(line)
      reveal(line)
    },
    [onLink, reveal],
  )
  return { linked, onLink, goTo }
}

import { useCallback, useRef, useState } from 'react'
import { ALL_LINES, acceptsFor, type LogFilter } from './log-filter.ts'
import type { LogSource } from './log-source.ts'

export type SetFilter = (change: (before: LogFilter) => LogFilter) => void

interface Used {
  filter: LogFilter
  setFilter: SetFilter
  /** Folds the group that begins at the line, or opens it. */
  onFold: (line: number) => void
}

/** Which lines are shown. Log and heights change before the new choice is drawn. */
export function useLogFilter(source: LogSource, reshape: (change: () => void) => void): Used {
  const [filter, draw] = useState(ALL_LINES)
  const current = useRef(ALL_LINES)
  const setFilter = useCallback<SetFilter>(
    (change) => {
      const before = current.current
      const after = change(before)
      const isSame = after.stream === before.stream && after.folded === before.folded
      if (isSame) return
      current.current = after
      const log = source.content
      reshape(() => log.show(acceptsFor(log, after)))
      draw(after)
    },
    [source, reshape],
  )
  const onFold = useCallback(
    (line: number) =>
      setFilter((before) => {
        const folded = new Set(before.folded)
        if (!folded.delete(line)) folded.add(line)
        return { ...before, folded }
      }),
    [setFilter],
  )
  return { filter, setFilter, onFold }
}

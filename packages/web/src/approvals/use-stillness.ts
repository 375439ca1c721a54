import { type RefObject, useLayoutEffect, useRef } from 'react'
import { ROW } from './approval-row.tsx'

/** Keeps what somebody looks at in place when something comes or goes above it. */
export function useStillness(
  scroller: RefObject<HTMLElement | null>,
  ids: readonly string[],
): void {
  const before = useRef(ids)
  useLayoutEffect(() => {
    const element = scroller.current
    const top = before.current[Math.floor((element?.scrollTop ?? 0) / ROW)]
    const from = top === undefined ? -1 : before.current.indexOf(top)
    const to = top === undefined ? -1 : ids.indexOf(top)
    before.current = ids
    if (!element || element.scrollTop === 0 || from < 0 || to < 0) return
    element.scrollTop += (to - from) * ROW
  }, [scroller, ids])
}

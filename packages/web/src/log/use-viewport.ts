import { type RefObject, useCallback, useLayoutEffect, useState, useSyncExternalStore } from 'react'
import { type Sight, Viewport } from '../rows/viewport.ts'
import { HeightMap } from './height-map.ts'
import type { LogSource } from './log-source.ts'

interface Used {
  viewport: Viewport
  sight: Sight
  /** Shows other lines than before, once `change` has chosen them. */
  reshape: (change: () => void) => void
}

/** px beside the digits of a line's number. */
export const NUMBER_PADDING = 20
/** px of a row at its edges, and beside its time. */
const EDGES = 2 + 16
const TIME_PADDING = 12

interface Looks {
  wrap: boolean
  times: boolean
  /** px of one. */
  character: number
}

/** Ties a viewport to the element that scrolls. */
export function useViewport(
  source: LogSource,
  scroller: RefObject<HTMLElement | null>,
  { wrap, times, character }: Looks,
): Used {
  const [{ heights, viewport }] = useState(() => {
    const heights = new HeightMap(source.content)
    return { heights, viewport: new Viewport(heights) }
  })
  const sight = useSyncExternalStore(viewport.subscribe, viewport.get)

  const digits = digitsOf(sight.count)
  const time = times ? 8 * character + TIME_PADDING : 0
  const gutter = EDGES + NUMBER_PADDING + digits * character + time

  useLayoutEffect(() => {
    viewport.update()
    return source.subscribe(() => viewport.update())
  }, [source, viewport])

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const resize = () => {
      const columns = Math.max(1, Math.floor((element.clientWidth - gutter) / character))
      viewport.resize(element.clientHeight, () => heights.wrapAt(wrap ? columns : null))
    }
    const observer = new ResizeObserver(resize)
    observer.observe(element)
    resize()
    return () => observer.disconnect()
  }, [heights, viewport, scroller, wrap, gutter, character])

  // After each change: the scroll bar follows what the viewport has decided.
  useLayoutEffect(() => {
    const element = scroller.current
    if (element && viewport.place(sight.scrollTop)) element.scrollTop = sight.scrollTop
    if (element && wrap) viewport.measured(rowHeights(element))
  }, [viewport, scroller, sight, wrap])

  const reshape = useCallback(
    (change: () => void) =>
      viewport.resize(scroller.current?.clientHeight ?? 0, () => {
        change()
        heights.anew()
      }),
    [heights, viewport, scroller],
  )
  return { viewport, sight, reshape }
}

function* rowHeights(element: HTMLElement): Generator<[line: number, height: number]> {
  for (const row of element.querySelectorAll<HTMLElement>('[data-line]:not([data-away])')) {
    yield [Number(row.dataset.line), row.offsetHeight]
  }
}

export function digitsOf(lines: number): number {
  return Math.max(3, String(lines).length)
}

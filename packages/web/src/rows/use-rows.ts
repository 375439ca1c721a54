import { type RefCallback, useCallback, useLayoutEffect, useReducer, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Heights, type Place, type Range } from './heights.ts'

interface Options {
  /** The keys of the loaded rows, in their order; a new array whenever they change. */
  keys: readonly string[]
  /** All rows, with those at the end that aren't loaded yet. */
  count?: number
  /** A row's height in px, until it has been measured. */
  estimate: number
  /** How many rows beyond either edge exist as well. */
  more: number
}

export interface Rows extends Range {
  /** What the rows before them and after them take up, in px. */
  before: number
  after: number
  scroller: RefCallback<HTMLElement>
  /** For each row, which says by `data-row` which one it is. */
  measured: RefCallback<HTMLElement>
  toTop: () => void
}

interface View {
  element: HTMLElement | null
  /** px */
  top: number
  height: number
  /** What is at the upper edge; undefined: nobody has scrolled, what is new shows. */
  place: Place | undefined
}

/**
 * The rows of a long list that exist: those in sight, one below the other between two spacers. Under
 * what somebody reads further down doesn't move, whatever comes or goes above.
 */
export function useRows({ keys, count = keys.length, estimate, more }: Options): Rows {
  const [heights] = useState(() => new Heights(estimate))
  const view = useRef<View>({ element: null, top: 0, height: 0, place: undefined }).current
  const [, renderAgain] = useReducer((times: number) => times + 1, 0)
  heights.list(keys, count)
  const drift = driftOf(view, heights)
  const range = heights.within(view.top + drift, view.height, more)
  const latest = useRef({ range, more })
  latest.current = { range, more }

  useLayoutEffect(() => followDrift(view, drift))

  const scroller = useCallback(
    (element: HTMLElement) => {
      view.element = element
      const look = () => {
        view.top = element.scrollTop
        view.height = element.clientHeight
        view.place = view.top > 0 ? heights.placeAt(view.top) : undefined
        const { range, more } = latest.current
        const { from, to } = heights.within(view.top, view.height, more)
        // Within this frame: otherwise the part that was scrolled to would be empty.
        if (from !== range.from || to !== range.to) flushSync(renderAgain)
      }
      const observer = new ResizeObserver(look)
      observer.observe(element)
      element.addEventListener('scroll', look, { passive: true })
      return () => {
        observer.disconnect()
        element.removeEventListener('scroll', look)
      }
    },
    [heights, view],
  )

  const [observer] = useState(
    () =>
      new ResizeObserver((entries) => {
        const changed = entries.filter(({ target, borderBoxSize }) => {
          const height = borderBoxSize[0]?.blockSize ?? 0
          // It is 0 for a row that isn't shown at all.
          return height > 0 && heights.measure(Number(target.getAttribute('data-row')), height)
        })
        if (changed.length === 0) return
        followDrift(view, driftOf(view, heights))
        renderAgain()
      }),
  )
  const measured = useCallback(
    (row: HTMLElement) => {
      observer.observe(row)
      return () => observer.unobserve(row)
    },
    [observer],
  )
  const toTop = useCallback(() => {
    if (view.element) view.element.scrollTop = 0
  }, [view])
  return {
    ...range,
    before: heights.start(range.from),
    after: heights.end - heights.start(range.to),
    scroller,
    measured,
    toTop,
  }
}

/** How far changes above have moved the row at the upper edge, in px. */
function driftOf({ place, top }: View, heights: Heights): number {
  const now = place && heights.find(place)
  return now === undefined ? 0 : now - top
}

function followDrift(view: View, drift: number): void {
  if (drift === 0 || !view.element) return
  view.top += drift
  view.element.scrollTop += drift
}

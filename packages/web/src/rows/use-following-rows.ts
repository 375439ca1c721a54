import {
  type RefCallback,
  useCallback,
  useLayoutEffect,
  useState,
  useSyncExternalStore,
} from 'react'
import { SeenHeights } from './seen-heights.ts'
import { type Sight, Viewport } from './viewport.ts'

interface Options {
  count: number
  /** Changes whenever the rows show something else. */
  version: unknown
  /** A row's height in px, until it has been seen. */
  estimate: number
}

interface FollowingRows {
  viewport: Viewport
  sight: Sight
  scroller: RefCallback<HTMLElement>
  /** For each row, which says by `data-row` which one it is. */
  measured: RefCallback<HTMLElement>
}

/** The rows in sight of a list whose end is followed while it grows, each as high as it likes. */
export function useFollowingRows({ count, version, estimate }: Options): FollowingRows {
  const [list] = useState(() => {
    const now = { count, element: null as HTMLElement | null }
    const heights = new SeenHeights(estimate, () => now.count)
    return { now, viewport: new Viewport(heights) }
  })
  const { now, viewport } = list
  const sight = useSyncExternalStore(viewport.subscribe, viewport.get)

  // biome-ignore lint/correctness/useExhaustiveDependencies: with each version.
  useLayoutEffect(() => {
    now.count = count
    viewport.update()
  }, [now, viewport, count, version])

  // After each change: the scroll bar follows what the viewport has decided.
  useLayoutEffect(() => {
    const { element } = now
    if (element && viewport.place(sight.scrollTop)) element.scrollTop = sight.scrollTop
  }, [now, viewport, sight])

  const scroller = useCallback(
    (element: HTMLElement) => {
      now.element = element
      const resize = () => viewport.resize(element.clientHeight)
      const observer = new ResizeObserver(resize)
      observer.observe(element)
      resize()
      return () => {
        observer.disconnect()
        now.element = null
      }
    },
    [now, viewport],
  )

  const [observer] = useState(
    () => new ResizeObserver((entries) => viewport.measured(entries.map(heightOf).filter(isShown))),
  )
  const measured = useCallback(
    (row: HTMLElement) => {
      observer.observe(row)
      return () => observer.unobserve(row)
    },
    [observer],
  )
  return { viewport, sight, scroller, measured }
}

function heightOf({ target, borderBoxSize }: ResizeObserverEntry): [row: number, height: number] {
  return [Number(target.getAttribute('data-row')), borderBoxSize[0]?.blockSize ?? 0]
}

/** A row that isn't shown at all measures 0. */
function isShown([, height]: [row: number, height: number]): boolean {
  return height > 0
}
